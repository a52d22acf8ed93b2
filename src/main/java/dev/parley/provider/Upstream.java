package dev.parley.provider;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/**
 * The endpoint of one provider that is reached by HTTP: makes calls of its REST client and answers of its responses, whatever the
 * dialect.
 */
public final class Upstream {

    private final UpstreamFailures failures;

    public Upstream(UpstreamFailures failures) {
        this.failures = failures;
    }

    /**
     * Makes the call and, if the upstream accepts, hands out its answer; one in one piece has been read by then and its connection
     * given back.
     *
     * @throws dev.parley.problem.ApiException with a {@code PROVIDER_*} or {@code MODEL_NOT_FOUND} code
     */
    public DeltaStream open(String model, Supplier<Response> call, AnswerParser parser, boolean stream) {
        var response = response(call);
        var body = accepted(response, model);
        if (stream && !isJson(response)) {
            return new StreamedDeltas(body, parser, failures);
        }
        try (body) {
            return WholeDeltas.read(body, parser, failures);
        }
    }

    /**
     * Makes the call and reads its whole answer.
     *
     * @throws dev.parley.problem.ApiException with a {@code PROVIDER_*} or {@code MODEL_NOT_FOUND} code
     */
    public byte[] answer(String model, Supplier<Response> call) {
        try (var body = accepted(response(call), model)) {
            return WholeDeltas.bytes(body, failures);
        }
    }

    private Response response(Supplier<Response> call) {
        try {
            return call.get();
        } catch (ProcessingException noAnswer) {
            throw failures.unreachable(noAnswer);
        }
    }

    private UpstreamBody accepted(Response response, String model) {
        var body = new UpstreamBody(response);
        if (response.getStatus() / 100 != 2) {
            var failure = failures.refused(response.getStatus(), model, response::getHeaderString);
            body.finish();
            throw failure;
        }
        return body;
    }

    /** A few servers answer in one piece, or with an error, although a stream was asked for. */
    private static boolean isJson(Response response) {
        var type = response.getHeaderString("Content-Type");
        return type != null && type.startsWith("application/json");
    }
}
