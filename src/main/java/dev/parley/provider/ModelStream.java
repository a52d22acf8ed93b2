package dev.parley.provider;

/** An answer that knows which model gives it. */
public interface ModelStream extends DeltaStream {

    /** {@code provider/model}. */
    String model();
}
