package dev.parley.openai;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a file of {@code /v1/files} is for. */
enum FilePurpose {
    /** Lines of a batch; kept as long as batches are. */
    BATCH,
    /** For vector stores; kept until it is deleted. */
    ASSISTANTS,
    USER_DATA;

    String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** @throws dev.parley.problem.ApiException naming those that there are */
    static FilePurpose of(String text) {
        return Arrays.stream(values())
                .filter(purpose -> purpose.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> BadParam.of(
                        "purpose",
                        "must be one of "
                                + Arrays.stream(values())
                                        .map(FilePurpose::wireName)
                                        .collect(Collectors.joining(", "))));
    }
}
