package dev.parley.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a step of a tool loop takes: an answer of the model that calls the calculator, the call, its result back to the model. The upstream
 * answers at once, and its time is in the result; each step is admitted, reserved and written in the ledger.
 */
final class LoopRow {
    private static final int STEPS = 20;
    private static final int WARM_UP = 100;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Subject subject;
    private final HttpRequest request;
    private int wrong;
    private String firstWrong = "";

    private LoopRow(Subject subject) {
        this.subject = subject;
        var target = subject.server().target();
        var builder = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + target.address().getPort() + "/v1/responses"))
                .header("Content-Type", "application/json")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "{\"model\":\"openai/" + LoopScript.PREFIX + STEPS
                                        + "\",\"input\":\"calculate\",\"tools\":[{\"type\":\"parley:tool\",\"name\":\"calculator\"}]}"));
        if (!target.authorization().isEmpty()) {
            builder.header(
                    "Authorization", target.authorization().split(": ", 2)[1].strip());
        }
        this.request = builder.build();
    }

    static void measure(Subject subject, int loops, Report report) throws IOException, InterruptedException {
        new LoopRow(subject).measure(loops, report);
    }

    private void measure(int loops, Report report) throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            millis();
        }
        wrong = 0;
        long cpuBefore = ProcStats.cpuMicros(subject.server().pid());
        List<Double> steps = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
            steps.add(millis() / STEPS);
        }
        double cpu = (ProcStats.cpuMicros(subject.server().pid()) - cpuBefore) / 1e3 / loops / STEPS;
        report.failed(wrong, "a tool loop did not end as it should: " + firstWrong);
        var sample = Sample.of(steps);
        report.row(
                "time of a step of a tool loop, ms" + subject.name(),
                String.format(Locale.ROOT, "p50 **%.2f**, p99 **%.2f**", sample.median(), sample.percentile(99)),
                sample.range("%.2f"),
                wrong,
                String.format(
                        Locale.ROOT,
                        "%d loops one after the other, of %d answers and %d calls of the calculator, the upstream's time"
                                + " included; %.2f ms CPU a step",
                        loops,
                        STEPS,
                        STEPS - 1,
                        cpu));
    }

    private double millis() throws IOException, InterruptedException {
        long began = System.nanoTime();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        double millis = (System.nanoTime() - began) / 1e6;
        if (answer.statusCode() != 200
                || !answer.body().contains(LoopScript.LAST_WORDS)
                || answer.body().split("parley:tool_call", -1).length != STEPS) {
            firstWrong = wrong++ == 0 ? answer.statusCode() + " " + answer.body() : firstWrong;
        }
        return millis;
    }
}
