package dev.parley.batch;

import dev.parley.generation.Requester;
import java.util.Map;

/**
 * What a caller says about a new batch, beside its lines.
 *
 * @param endpoint of the lines' {@link ItemDialect}
 * @param model for lines that name none, may be null
 * @param inputFile of {@code /v1/files} that the lines are in, null for none
 * @param metadata may be null
 * @param maxCost micro-dollars, null for any
 */
public record Submission(
        Requester by, String endpoint, String model, String inputFile, Map<String, String> metadata, Long maxCost) {}
