package dev.parley.run;

/**
 * What a run puts out, as the events of one wire. Asked by one thread at a time, for rising numbers.
 *
 * @param <E> an event as its outlet takes it
 */
public interface Events<E> {

    /** The event of a number from 0 on, null when it is not there, yet or for good. */
    E at(int number);

    /** Whether the stream is complete before this number. */
    boolean endBefore(int number);

    /** The event that means nothing and shows that the stream lives. */
    E ping();

    /** Whether the stream, once complete, is cut instead of ended, so that its client takes it for the failure it is. */
    default boolean endsBroken() {
        return false;
    }
}
