package dev.parley.bench;

import java.util.SplittableRandom;

/** Vectors without a meaning, the same for the same text: as long as those of all-MiniLM-L6-v2. */
final class ScriptedVectors {
    private static final int DIMENSIONS = 384;
    private static final int LARGEST = 100;

    private ScriptedVectors() {}

    /** The answer to a request whose input is a list of texts. */
    static String answer(String request) {
        var answer = new StringBuilder("{\"object\":\"list\",\"data\":[");
        int at = request.indexOf('[', request.indexOf("\"input\"")) + 1;
        for (int index = 0; request.charAt(at) != ']'; index++) {
            int begin = request.indexOf('"', at) + 1;
            int end = endOfString(request, begin);
            item(index, request.substring(begin, end).hashCode(), answer);
            at = end + 1;
        }
        return answer.append("],\"model\":\"bench-vectors\",\"usage\":{\"prompt_tokens\":20,\"total_tokens\":20}}")
                .toString();
    }

    private static int endOfString(String json, int begin) {
        int end = begin;
        while (json.charAt(end) != '"') {
            end += json.charAt(end) == '\\' ? 2 : 1;
        }
        return end;
    }

    private static void item(int index, int seed, StringBuilder answer) {
        var random = new SplittableRandom(seed);
        answer.append(index == 0 ? "" : ",").append("{\"index\":").append(index).append(",\"embedding\":[");
        for (int i = 0; i < DIMENSIONS; i++) {
            answer.append(i == 0 ? "" : ",").append(random.nextInt(2 * LARGEST) - LARGEST + 1);
        }
        answer.append("]}");
    }
}
