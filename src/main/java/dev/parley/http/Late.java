package dev.parley.http;

import jakarta.ws.rs.container.AsyncResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/** Work for a suspended response. What it throws is answered, whatever it is, so that no request stays open. */
public final class Late {

    private static final System.Logger LOG = System.getLogger(Late.class.getName());

    private Late() {}

    /** Work that answers by itself unless it throws. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** Does {@code work} on a thread of its own, and answers with what it returns or throws. */
    public static void answer(Executor threads, AsyncResponse response, Callable<?> work) {
        run(threads, response, () -> response.resume(work.call()));
    }

    /** Does {@code work} on a thread of its own, and answers with what it throws. */
    public static void run(Executor threads, AsyncResponse response, Work work) {
        threads.execute(() -> {
            try {
                work.run();
            } catch (Exception told) { // the mappers know every one of them
                response.resume(told);
            } catch (Error defect) {
                LOG.log(System.Logger.Level.ERROR, "A request ended by a defect", defect);
                response.resume(new IllegalStateException(defect));
            }
        });
    }
}
