package dev.parley.governance.limit;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says which limit of whom refused a call, and what to do about it. */
final class Refusal {

    private static final Comparator<Standing> LONGEST_LAST =
            Comparator.comparing(Standing::isHopeless).thenComparing(Standing::delay);

    private Refusal() {}

    /** The limit that has to be waited for longest, empty when the call passes all of them. */
    static Optional<Standing> of(List<Standing> standings) {
        return standings.stream().filter(standing -> !standing.passes()).max(LONGEST_LAST);
    }

    static ApiException failure(Standing refusing) {
        if (refusing.isHopeless()) {
            return new ApiException(ErrorCode.REQUEST_EXCEEDS_LIMIT, hopeless(refusing));
        }
        var wait = Duration.ofSeconds(RateLimitHeaders.seconds(refusing.delay()));
        return new ApiException(ErrorCode.RATE_LIMITED, sentence(refusing, wait.toSeconds()), wait);
    }

    private static String hopeless(Standing refusing) {
        return "This call may need %d tokens, input and answer together, and %s has %d per minute: it can never pass. Lower max_tokens or shorten the input."
                .formatted(refusing.wanted(), refusing.subject().told(), refusing.limit());
    }

    private static String sentence(Standing refusing, long seconds) {
        var whose = refusing.subject().told();
        return switch (refusing.measure()) {
            case REQUESTS ->
                "The limit of %s, %d requests per minute, is reached; try again in %d s."
                        .formatted(whose, refusing.limit(), seconds);
            case TOKENS ->
                "Of the limit of %s, %d tokens per minute, %d are left and this call may need %d; try again in %d s, or lower max_tokens."
                        .formatted(whose, refusing.limit(), refusing.remaining(), refusing.wanted(), seconds);
            case RUNS ->
                "The limit of %s, %d runs at once, is reached; try again when one has ended."
                        .formatted(whose, refusing.limit());
        };
    }
}
