package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.container.AsyncResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateTest {

    private final List<Object> answers = new ArrayList<>();
    private final AsyncResponse response = (AsyncResponse) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {AsyncResponse.class}, (self, method, given) -> {
                answers.add(given[0]);
                return true;
            });

    @Test
    void answersWithWhatIsMade() {
        Late.answer(Runnable::run, response, () -> "made");

        assertThat(answers).containsExactly("made");
    }

    @Test
    void answersWithWhatIsThrown() {
        var broken = new IOException("scripted");

        Late.answer(Runnable::run, response, () -> {
            throw broken;
        });

        assertThat(answers).containsExactly(broken);
    }

    @Test
    void aDefectLeavesNoRequestOpen() {
        var defect = new StackOverflowError();

        Late.run(Runnable::run, response, () -> {
            throw defect;
        });

        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        IllegalStateException.class,
                        told -> assertThat(told.getCause()).isSameAs(defect));
    }

    @Test
    void workThatAnswersByItselfIsAnsweredOnce() {
        Late.run(Runnable::run, response, () -> response.resume("own"));

        assertThat(answers).containsExactly("own");
    }
}
