package dev.parley.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;

/** Runs every task on a virtual thread of its own, with the application's context. */
@ApplicationScoped
@ManagedExecutorDefinition(name = "java:app/concurrent/virtual", virtual = true)
public class VirtualThreads implements Executor {

    @Resource(lookup = "java:app/concurrent/virtual")
    ManagedExecutorService executor;

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }
}
