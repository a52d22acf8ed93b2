package dev.parley.openai;

import dev.parley.batch.Batch;
import dev.parley.batch.BatchResults;
import dev.parley.batch.Batches;
import dev.parley.file.StoredFile;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The results of a batch as two files, which is how OpenAI hands them out. They are not stored: their ids name the batch, and its results
 * are written as they are.
 */
@ApplicationScoped
class OutputFiles {

    private static final String ANSWERS = "file_out_";
    private static final String ERRORS = "file_err_";
    private static final String BATCH = "batch_";

    @Inject
    Batches batches;

    @Inject
    BatchResults results;

    /** Null while there is nothing in it. */
    static String answers(Batch batch) {
        return batch.isEnded() && batch.succeeded() > 0 ? ANSWERS + suffix(batch) : null;
    }

    /** Null while there is nothing in it. */
    static String errors(Batch batch) {
        return batch.isEnded() && batch.succeeded() < batch.total() ? ERRORS + suffix(batch) : null;
    }

    private static String suffix(Batch batch) {
        return batch.id().substring(BATCH.length());
    }

    /** Whether an id is that of a result, and not of a file that somebody has sent. */
    static boolean isOne(String id) {
        return id.startsWith(ANSWERS) || id.startsWith(ERRORS);
    }

    /** How the file of that id is shown; its size is not known before it is written, so 0. */
    StoredFile find(String id, String owner) {
        var batch = batch(id, owner);
        return new StoredFile(
                id,
                owner,
                batch.id() + (id.startsWith(ANSWERS) ? "_output.jsonl" : "_error.jsonl"),
                "batch_output",
                0,
                Optional.ofNullable(batch.endedAt()).orElse(batch.createdAt()),
                batch.expiresAt());
    }

    void write(String id, String owner, OutputStream out) throws IOException {
        results.write(
                batch(id, owner), id.startsWith(ANSWERS) ? BatchResults.Kind.ANSWERS : BatchResults.Kind.ERRORS, out);
    }

    private Batch batch(String id, String owner) {
        var batch = batches.find(BATCH + id.substring(ANSWERS.length()), owner);
        if (!id.equals(answers(batch)) && !id.equals(errors(batch))) {
            throw new ApiException(ErrorCode.NOT_FOUND, "There is no file '%s'.".formatted(id));
        }
        return batch;
    }
}
