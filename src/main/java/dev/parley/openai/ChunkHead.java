package dev.parley.openai;

import dev.parley.http.Json;

/**
 * What all chunks of one stream have in common.
 *
 * @param created in seconds since 1970
 * @param withUsage whether the client asked for the usage; every chunk has the field then, null until the last
 */
record ChunkHead(String id, long created, boolean withUsage) {

    /** A chunk of one choice up to its delta. */
    String before(String model, int index) {
        return opening(model) + "{\"index\":" + index + ",\"delta\":";
    }

    /** The same chunk from the end of its delta on. */
    String after(String logprobs, String finishReason) {
        return ",\"logprobs\":" + logprobs + ",\"finish_reason\":" + finishReason + "}]"
                + (withUsage ? ",\"usage\":null" : "") + "}\n\n";
    }

    /** The chunk that tells nothing but the usage. */
    String usage(String model, String usage) {
        return opening(model) + "],\"usage\":" + usage + "}\n\n";
    }

    private String opening(String model) {
        return "data: {\"id\":\"" + id + "\",\"object\":\"chat.completion.chunk\",\"created\":" + created
                + ",\"model\":" + Json.text(model) + ",\"choices\":[";
    }
}
