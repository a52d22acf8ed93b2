package dev.parley.provider.offline;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.offline.SentenceModel.Embedded;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs the model on a few platform threads of its own, since it keeps a core busy: no more texts at once than there are threads. Each
 * caller has at most so many texts waiting there too, so callers take turns text by text, and a question is not held up by a thousand
 * passages that came before it. The model is loaded when the first text comes.
 */
final class Inference implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Inference.class.getName());
    private static final int SECONDS_TO_STOP = 10;

    private final int threads;
    private final ExecutorService workers;
    private final Supplier<SentenceModel> loading;
    private SentenceModel model;

    Inference(int threads, Supplier<SentenceModel> loading) {
        this.threads = threads;
        this.loading = loading;
        workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("parley-model-", 1).factory());
    }

    /** Has the model ready before anybody asks. Waits for it. */
    void load() {
        result(workers.submit(this::model));
    }

    /**
     * The vectors of {@code texts}, in their order. Waits; when the waiting thread is interrupted, no further text is begun.
     *
     * @throws ApiException {@code MODEL_NOT_FOUND} when the model can't be had
     */
    List<Embedded> embed(List<String> texts) {
        var done = new ArrayList<Embedded>(texts.size());
        Queue<Future<Embedded>> begun = new ArrayDeque<>(threads);
        try {
            for (var text : texts) {
                if (begun.size() == threads) {
                    done.add(result(begun.remove()));
                }
                begun.add(workers.submit(() -> model().embed(text)));
            }
            while (!begun.isEmpty()) {
                done.add(result(begun.remove()));
            }
            return done;
        } catch (RejectedExecutionException stopped) {
            throw new ApiException(ErrorCode.DRAINING, "The server is stopping; ask again.");
        } finally {
            begun.forEach(text -> text.cancel(false));
        }
    }

    private synchronized SentenceModel model() {
        if (model == null) {
            long begun = System.nanoTime();
            model = loading.get();
            LOG.log(
                    Level.INFO,
                    "The model all-minilm-l6-v2 was loaded in {0} ms; {1} texts at once",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun),
                    threads);
        }
        return model;
    }

    private static <T> T result(Future<T> text) {
        try {
            return text.get();
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
            throw new ApiException(ErrorCode.PROVIDER_BROKEN_RESPONSE, "The model was interrupted.");
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException its ? its : new IllegalStateException(failure);
        }
    }

    /** Gives the model's memory back, when the text under way is done. */
    @Override
    public void close() {
        workers.shutdownNow();
        try {
            if (workers.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                closeModel();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void closeModel() {
        if (model != null) {
            model.close();
            model = null;
        }
    }
}
