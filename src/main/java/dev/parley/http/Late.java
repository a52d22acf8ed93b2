package dev.parley.http;

import jakarta.ws.rs.container.AsyncResponse;
import java.util.concurrent.Executor;

/** Work for a suspended response, which answers with what the work throws. */
public final class Late {

    private static final System.Logger LOG = System.getLogger(Late.class.getName());

    private Late() {}

    public static void answer(Executor threads, AsyncResponse response, Runnable work) {
        threads.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException failure) {
                response.resume(failure);
            } catch (Error defect) {
                LOG.log(System.Logger.Level.ERROR, "A request ended by a defect", defect);
                response.resume(new IllegalStateException(defect));
            }
        });
    }
}
