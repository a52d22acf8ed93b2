package dev.parley.webhook.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.platform.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {

    private static final TargetRules STRICT = TargetRules.read(Settings.of(Map.of()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1", "169.254.169.254",
                "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.168.1.1", "198.18.0.1", "198.19.255.255",
                        "203.0.113.9",
                "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
                "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "64:ff9b::7f00:1",
                "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "100::1", "fec0::1", "3fff::1"
            })
    void nothingIsSentToAddressesThatAreNotPublic(String address) throws UnknownHostException {
        assertThat(STRICT.allows(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450:4001::1",
                "::ffff:8.8.8.8"
            })
    void publicAddressesAreAllowed(String address) throws UnknownHostException {
        assertThat(STRICT.allows(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void networksOfTheSettingsAreAllowedAndNoOthers() throws UnknownHostException {
        var rules = rules("parley.webhook-delivery.allowed-networks", "10.0.0.0/9, fd00:1::/32,127.0.0.1");

        assertThat(rules.allows(InetAddress.getByName("10.127.0.1"))).isTrue();
        assertThat(rules.allows(InetAddress.getByName("10.128.0.1"))).isFalse();
        assertThat(rules.allows(InetAddress.getByName("fd00:1:2::1"))).isTrue();
        assertThat(rules.allows(InetAddress.getByName("fd00:2::1"))).isFalse();
        assertThat(rules.allows(InetAddress.getByName("127.0.0.1"))).isTrue();
        assertThat(rules.allows(InetAddress.getByName("127.0.0.2"))).isFalse();
        assertThat(rules.allows(InetAddress.getByName("169.254.169.254"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "ftp://example.com/",
                "https:example.com",
                "https:///path",
                "//example.com/",
                "https://user:pass@example.com/",
                "https://user@example.com",
                "https://example.com/#x",
                "https://example.com:22/",
                "https://example.com:65536/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://127.1/",
                "https://127.0.0.0x1/",
                "https://0177.0.0.1/",
                "https://127.0.0.1./",
                "https://0177.0.0.1.:443x/",
                "https://[fe80::1%25eth0]/",
                "https://exa mple.com/",
                "https://ex\nample.com/",
                "https://①②⑦.⓪.⓪.①/",
                "javascript:alert(1)",
                "",
                "https://",
                "file:///etc/passwd"
            })
    void urlsThatCantBeMeantAreRefused(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> STRICT.url(url));
    }

    @Test
    void urlsOfTheUsualKindAreTaken() {
        assertThat(STRICT.url("https://example.com/hooks?x=1").getHost()).isEqualTo("example.com");
        assertThat(TargetRules.port(STRICT.url("https://example.com"))).isEqualTo(443);
        assertThat(rules("parley.webhook-delivery.allow-http", "true", "parley.webhook-delivery.ports", "*")
                        .url("http://example.com:8080/"))
                .hasPort(8080);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "0x7f000001", "127.1", "localhost", "localhost.", "[::1]", "::ffff:7f00:1"})
    void otherWaysToWriteThisMachineLeadNowhere(String host) {
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> new CheckedAddresses(STRICT, InetAddress::getAllByName).resolve(host));
    }

    @Test
    void aNameWithOneBadAddressAmongGoodOnesLeadsNowhere() {
        assertThatExceptionOfType(CheckedAddresses.Forbidden.class)
                .isThrownBy(() -> new CheckedAddresses(STRICT, host ->
                                new InetAddress[] {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1")})
                        .resolve("example.com"));
    }

    @Test
    void whatIsSetWrongIsTold() {
        assertThatIllegalStateException()
                .isThrownBy(() -> rules("parley.webhook-delivery.allowed-networks", "intranet"))
                .withMessageContaining("allowed-networks");
        assertThatIllegalStateException()
                .isThrownBy(() -> rules("parley.webhook-delivery.allowed-networks", "10.0.0.0/33"))
                .withMessageContaining("10.0.0.0/33");
        assertThatIllegalStateException()
                .isThrownBy(() -> rules("parley.webhook-delivery.ports", "https"))
                .withMessageContaining("ports");
    }

    private static TargetRules rules(String... settings) {
        return TargetRules.read(Settings.of(
                settings.length == 2
                        ? Map.of(settings[0], settings[1])
                        : Map.of(settings[0], settings[1], settings[2], settings[3])));
    }
}
