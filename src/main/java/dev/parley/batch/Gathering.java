package dev.parley.batch;

import dev.parley.generation.GenerationRequest;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.platform.Deadline;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Faults;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The items of one request, answered some at a time, each for itself: one that fails is a failure among the results. Whoever has asked
 * listens to all of them as to one run; when it leaves, what runs is abandoned and the rest is not begun.
 */
final class Gathering extends Told {

    private static final long GRACE_MILLIS = 500;

    private final List<BatchItem> items;
    private final Function<Integer, GenerationRequest> requests;
    private final Function<GenerationRequest, Run> start;
    private final Deadline deadline;
    private final ItemAnswer[] results;
    private final List<Integer> ready = new ArrayList<>();
    private final Set<Run> running = new HashSet<>();
    private final AtomicInteger next = new AtomicInteger();
    private Usage used = Usage.reported(0, 0);
    private volatile boolean abandoned;
    private volatile Outcome outcome;

    /**
     * @param requests what an item asks for, by its place; asked when its turn comes
     * @param start as {@code Generation.start}
     */
    Gathering(
            List<BatchItem> items,
            Function<Integer, GenerationRequest> requests,
            Function<GenerationRequest, Run> start,
            Deadline deadline) {
        this.items = items;
        this.requests = requests;
        this.start = start;
        this.deadline = deadline;
        this.results = new ItemAnswer[items.size()];
    }

    /** Begins, with so many items at once, and returns at once. */
    void begin(Executor threads, int atOnce) {
        for (int i = 0; i < Math.min(atOnce, items.size()); i++) {
            threads.execute(this::work);
        }
    }

    private void work() {
        for (int place; (place = next.getAndIncrement()) < items.size(); ) {
            done(place, answer(place));
        }
    }

    private ItemAnswer answer(int place) {
        var id = items.get(place).id();
        Run run = null;
        try {
            demandTime();
            run = begun(start.apply(requests.apply(place)));
            return switch (endOf(run)) {
                case Outcome.Completed whole -> ItemAnswer.of(id, run.id(), run.completion(whole));
                case Outcome.Failed broken -> ItemAnswer.failed(id, broken.failure(), run.id());
                case Outcome.Cancelled stopped -> ItemAnswer.failed(id, cancelled(), run.id());
            };
        } catch (RuntimeException failure) {
            return ItemAnswer.failed(id, Faults.of(failure), run == null ? null : run.id());
        } finally {
            ended(run);
        }
    }

    private void demandTime() {
        if (abandoned) {
            throw cancelled();
        }
        if (deadline.isOver()) {
            throw late();
        }
    }

    private static ApiException cancelled() {
        return new ApiException(ErrorCode.CANCELLED, "The item was cancelled before its end.");
    }

    private static ApiException late() {
        return new ApiException(
                ErrorCode.DEADLINE_EXCEEDED, "The time of the whole request was over before this item's end.");
    }

    /** The run keeps its own time; one that was begun for somebody else may have more of it than this request. */
    private Outcome endOf(Run run) {
        try {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos()) + GRACE_MILLIS;
            return run.end().toCompletableFuture().copy().get(Math.max(left, 0), TimeUnit.MILLISECONDS);
        } catch (TimeoutException over) {
            run.expectOneLess();
            throw late();
        } catch (InterruptedException | ExecutionException stopping) {
            run.expectOneLess();
            throw cancelled();
        }
    }

    private Run begun(Run run) {
        synchronized (running) {
            if (!abandoned) {
                running.add(run);
                return run;
            }
        }
        run.expectOneLess();
        return run;
    }

    private void ended(Run run) {
        synchronized (running) {
            running.remove(run);
        }
    }

    private void done(int place, ItemAnswer result) {
        synchronized (ready) {
            results[place] = result;
            ready.add(place);
            if (result.promptTokens() != null) {
                used = used.plus(Usage.reported(result.promptTokens(), result.completionTokens()));
            }
            if (ready.size() == items.size()) {
                outcome = new Outcome.Completed(FinishReason.STOP, used);
            }
        }
        wake();
    }

    /** All results in the order of their items; once there is an outcome. */
    List<ItemAnswer> results() {
        synchronized (ready) {
            return List.of(results);
        }
    }

    /** The result that was ready after {@code number} others, null while it is not. */
    ItemAnswer ready(int number) {
        synchronized (ready) {
            return number < ready.size() ? results[ready.get(number)] : null;
        }
    }

    /** How far it was after so many results. */
    BatchEvent.Progress progress(int done) {
        synchronized (ready) {
            int failures = 0;
            for (int i = 0; i < done; i++) {
                failures += results[ready.get(i)].isFailure() ? 1 : 0;
            }
            return new BatchEvent.Progress(items.size(), done - failures, failures);
        }
    }

    int size() {
        return items.size();
    }

    @Override
    void abandoned() {
        synchronized (running) {
            abandoned = true;
            running.forEach(Run::expectOneLess);
            running.clear();
        }
    }

    @Override
    public boolean spoke() {
        synchronized (ready) {
            return !ready.isEmpty();
        }
    }

    @Override
    public Outcome outcome() {
        return outcome;
    }
}
