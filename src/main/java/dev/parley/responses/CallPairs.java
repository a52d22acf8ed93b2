package dev.parley.responses;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every tool call has its answer and every answer its call, or no provider takes the conversation; so it is refused here, where the
 * caller can be told which one is alone.
 */
final class CallPairs {

    private CallPairs() {}

    /** @param fresh the items of this request, at the places where the caller wrote them */
    static void check(List<Item> before, List<Item> fresh) {
        var open = new HashMap<String, String>();
        var calls = new HashSet<String>();
        before.forEach(item -> note(item, "input", calls, open));
        for (int i = 0; i < fresh.size(); i++) {
            note(fresh.get(i), "input[" + i + "]", calls, open);
        }
        open.forEach((callId, path) -> {
            throw Invalid.param(path, "has no function_call_output for the call '" + callId + "'");
        });
    }

    /** Whether a call of the conversation has no answer. */
    static boolean waits(List<Item> conversation) {
        var open = new HashMap<String, String>();
        conversation.forEach(item -> note(item, "input", new HashSet<>(Set.of(callId(item))), open));
        return !open.isEmpty();
    }

    private static String callId(Item item) {
        return item instanceof Item.FunctionCallOutput output ? output.callId() : "";
    }

    private static void note(Item item, String path, HashSet<String> calls, HashMap<String, String> open) {
        if (item instanceof Item.FunctionCall call) {
            calls.add(call.callId());
            open.put(call.callId(), path);
        } else if (item instanceof Item.FunctionCallOutput output) {
            if (!calls.contains(output.callId())) {
                throw Invalid.param(path + ".call_id", "names no function_call before it: '" + output.callId() + "'");
            }
            open.remove(output.callId());
        }
    }
}
