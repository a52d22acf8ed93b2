package dev.parley.schema;

/** How much one check may cost: steps through references and characters looked at by regular expressions, on one thread. */
final class Effort {

    private static final ThreadLocal<Effort> CURRENT = new ThreadLocal<>();
    private static final long MOST = 5_000_000;
    private static final long PER_REFERENCE = 50;

    private long left = MOST;

    private Effort() {}

    /** The check costs more than it may. */
    @SuppressWarnings("serial")
    static final class Exhausted extends RuntimeException {
        Exhausted() {
            super("too much effort", null, false, false);
        }
    }

    /**
     * Runs a check.
     *
     * @throws Exhausted when it costs too much
     */
    static void within(Runnable check) {
        CURRENT.set(new Effort());
        try {
            check.run();
        } catch (StackOverflowError endless) {
            throw new Exhausted();
        } finally {
            CURRENT.remove();
        }
    }

    static void reference() {
        spend(PER_REFERENCE);
    }

    static void character() {
        spend(1);
    }

    private static void spend(long cost) {
        var effort = CURRENT.get();
        if (effort != null) {
            effort.left -= cost;
            if (effort.left < 0) {
                throw new Exhausted();
            }
        }
    }
}
