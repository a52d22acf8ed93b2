package dev.parley.governance.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    /** As Open Liberty shows a port. */
    public interface PortMBean {
        String getHost();
    }

    /** One port. */
    public record Port(String host) implements PortMBean {
        @Override
        public String getHost() {
            return host;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1", "localhost"})
    void servesItsOwnMachine(String address) throws JMException {
        Loopback.demand(address);
        bind("one", address);
        assertThatCode(() -> Loopback.demandEndpoints(server)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "0.0.0.0", "::", "10.1.2.3", "fe80::1", ""})
    void refusesToServeOthers(String address) throws JMException {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> Loopback.demand(address))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN));
        bind("one", "localhost");
        bind("two", address);
        assertThatIllegalStateException()
                .isThrownBy(() -> Loopback.demandEndpoints(server))
                .withMessageContaining("parley.auth");
    }

    private void bind(String name, String host) throws JMException {
        server.registerMBean(new Port(host), new ObjectName("WebSphere:feature=channelfw,type=endpoint,name=" + name));
    }
}
