package dev.parley.job;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Says our jobs in the library's words.
 *
 * @param stopping whether this server wants to stop
 * @param chance from 0 to 1
 */
record Tasks(BooleanSupplier stopping, DoubleSupplier chance) {

    private static final System.Logger LOG = System.getLogger(Jobs.class.getName());

    <P> CustomTask<P> of(Job<P> job) {
        return com.github.kagkarlsson.scheduler.task.helper.Tasks.custom(job.name(), job.payload())
                .onFailure((complete, operations) -> failed(job, complete, operations))
                .onDeadExecution(Tasks::stuck)
                .execute((instance, context) -> ended(
                        run(job, instance.getData(), new Attempt(instance.getId(), failures(context) + 1, stopping))));
    }

    /** Processes that die at a job use up its attempts too. */
    private static <P> Next run(Job<P> job, P payload, Attempt attempt) {
        if (job.retries().allow(attempt.number())) {
            return job.run(payload, attempt);
        }
        job.gaveUp(payload, new ApiException(ErrorCode.INTERRUPTED, "The server stopped before the work was done."));
        return Next.DONE;
    }

    RecurringTask<Void> of(Chore chore) {
        return com.github.kagkarlsson.scheduler.task.helper.Tasks.recurring(chore.name(), FixedDelay.of(chore.every()))
                .onDeadExecution(Tasks::stuck)
                .execute((instance, context) -> chore.run());
    }

    private static int failures(ExecutionContext context) {
        return context.getExecution().consecutiveFailures;
    }

    private static <P> CompletionHandler<P> ended(Next next) {
        return (complete, operations) -> {
            switch (next) {
                case Next.Done done -> operations.remove();
                case Next.Again again ->
                    operations.reschedule(complete, complete.getTimeDone().plus(again.after()));
            }
        };
    }

    private <P> void failed(Job<P> job, ExecutionComplete complete, ExecutionOperations<P> operations) {
        var execution = complete.getExecution();
        int number = execution.consecutiveFailures + 1;
        var cause = complete.getCause().orElse(null);
        var wait = job.retries().waitAfter(number, chance).map(own -> longer(own, cause));
        tell(job, execution.getId(), number, cause, wait);
        if (wait.isPresent()) {
            operations.reschedule(complete, complete.getTimeDone().plus(wait.get()));
            return;
        }
        try {
            job.gaveUp(job.payload().cast(execution.taskInstance.getData()), cause);
            operations.remove();
        } catch (RuntimeException notEven) {
            LOG.log(Level.ERROR, "Giving up " + job.name() + " " + execution.getId() + " failed", notEven);
            operations.reschedule(complete, complete.getTimeDone().plus(Duration.ofMinutes(1)));
        }
    }

    /** What a failure says of when to come back holds where it is later than what we would do. */
    private static Duration longer(Duration own, Throwable cause) {
        return cause instanceof ApiException known
                        && known.retryAfter() != null
                        && known.retryAfter().compareTo(own) > 0
                ? known.retryAfter()
                : own;
    }

    private static void tell(Job<?> job, String id, int number, Throwable cause, Optional<Duration> wait) {
        var then = wait.map(time -> "again in " + time.toSeconds() + " s").orElse("given up");
        if (cause instanceof ApiException known) {
            LOG.log(
                    Level.WARNING,
                    "{0} {1} failed, attempt {2}, {3}: {4}",
                    job.name(),
                    id,
                    number,
                    known.code().wireName(),
                    then);
        } else {
            LOG.log(Level.ERROR, job.name() + " " + id + " failed by a defect, attempt " + number + ": " + then, cause);
        }
    }

    /** What the library takes for dead by its clock: {@link Recovery} knows better. */
    private static <P> void stuck(ExecutionComplete complete, ExecutionOperations<P> operations) {}
}
