package dev.parley.batch;

import dev.parley.cache.Idempotency;
import dev.parley.http.Late;
import dev.parley.platform.Ids;
import dev.parley.platform.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.AsyncResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** What the doors to durable batches have in common: they read a lot, so on threads of their own, and each request once. */
@ApplicationScoped
public class BatchDoor {

    @Inject
    VirtualThreads threads;

    @Inject
    Idempotency idempotency;

    @Inject
    Batches batches;

    /** Does {@code work} on a thread of its own, and answers with what it returns or throws. */
    public void answer(AsyncResponse response, Callable<Object> work) {
        Late.answer(threads, response, work);
    }

    /** The lines of a JSONL file. */
    public Batches.Source lines(InputStream file) {
        return sink -> {
            var lines = new Lines(file, batches.rules().maxLine());
            for (String line; (line = lines.next()) != null; ) {
                sink.line("line " + lines.number(), line);
            }
        };
    }

    /** The batch of {@code wanted}: with an {@code Idempotency-Key}, the one that it has led to before. */
    public Batch create(Submission wanted, Batches.Source source) throws IOException {
        var by = wanted.by();
        var key = by.idempotencyKey();
        if (key == null) {
            return batches.create(wanted, source);
        }
        var owner = by.caller().owner();
        var call = Ids.next("call");
        var known = idempotency.result(key, owner, call);
        if (known.isPresent()) {
            return batches.find(known.get(), owner);
        }
        Batch made = null;
        try {
            made = batches.create(wanted, source);
            idempotency.keep(key, owner, made.id());
            return made;
        } finally {
            if (made == null) {
                idempotency.free(key, owner, call);
            }
        }
    }

    /** As {@link #create}, or the verdict of a dry run, told as {@code told} has it. */
    public Object submit(Submission wanted, Batches.Source source, Function<Batch, Object> told) throws IOException {
        return wanted.by().dryRun() ? batches.assess(wanted, source) : told.apply(create(wanted, source));
    }
}
