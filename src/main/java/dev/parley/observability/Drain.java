package dev.parley.observability;

@jakarta.enterprise.context.ApplicationScoped
public class Drain {
    public void refuseNewWork() {}
}
