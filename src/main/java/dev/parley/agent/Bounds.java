package dev.parley.agent;

import java.time.Duration;

/**
 * How far a run may go.
 *
 * @param steps answers of the model
 * @param toolCalls calls that run here
 * @param tokens of all answers, input and output
 * @param time from its start to its end
 * @param cost of the conversation it belongs to, in micro-dollars
 */
public record Bounds(int steps, int toolCalls, long tokens, Duration time, long cost) {

    /** The narrower of both, bound by bound; null leaves one as it is. */
    public Bounds narrowedTo(Integer fewerSteps, Integer fewerCalls, Long fewerTokens, Duration shorter, Long cheaper) {
        return new Bounds(
                fewerSteps == null ? steps : Math.min(steps, fewerSteps),
                fewerCalls == null ? toolCalls : Math.min(toolCalls, fewerCalls),
                fewerTokens == null ? tokens : Math.min(tokens, fewerTokens),
                shorter == null || shorter.compareTo(time) > 0 ? time : shorter,
                cheaper == null ? cost : Math.min(cost, cheaper));
    }
}
