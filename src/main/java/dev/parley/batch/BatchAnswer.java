package dev.parley.batch;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer of {@code POST /batch}: a result for every item, in their order. */
@Schema(name = "BatchAnswer")
record BatchAnswer(List<ItemAnswer> results) {}
