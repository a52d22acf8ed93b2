package dev.parley.responses;

import java.util.List;

/**
 * A response that is continued.
 *
 * @param runId of the run that answered it
 * @param spent micro-dollars that its conversation has cost
 */
record Previous(String runId, List<Item> conversation, long spent) {

    static Previous of(StoredResponse row) {
        return new Previous(runId(row.id), Items.read(row.conversation), row.spent == null ? 0 : row.spent);
    }

    /** What the run is called that answers a response. */
    static String runId(String responseId) {
        return "run" + responseId.substring(responseId.indexOf('_'));
    }

    static List<Item> items(Previous previous) {
        return previous == null ? List.of() : previous.conversation();
    }
}
