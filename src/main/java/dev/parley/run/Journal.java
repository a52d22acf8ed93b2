package dev.parley.run;

import dev.parley.llm.Delta;
import java.util.Arrays;
import java.util.List;

/**
 * What a run put out, numbered from 0, and how it ended. One thread writes, any number read without a lock: an entry below
 * {@link #size} is complete and never changes.
 */
public final class Journal {

    private volatile Delta[] entries = new Delta[16];
    private volatile int size;
    private volatile Outcome outcome;
    private long characters;

    /** For the run's thread only. */
    void append(Delta delta) {
        var room = entries;
        int next = size;
        if (next == room.length) {
            room = Arrays.copyOf(room, next * 2);
            entries = room;
        }
        room[next] = delta;
        characters += weight(delta);
        size = next + 1;
    }

    /** For the run's thread only; nothing is appended after it. */
    void close(Outcome end) {
        outcome = end;
    }

    /** Entries so far. */
    public int size() {
        return size;
    }

    /** The entry of a number below {@link #size}. */
    public Delta at(int number) {
        return entries[number];
    }

    /** All entries so far, as they are now. */
    List<Delta> entries() {
        int count = size;
        return Arrays.asList(entries).subList(0, count);
    }

    /** How the run ended, null while it goes on. Once it is set, {@link #size} is final. */
    public Outcome outcome() {
        return outcome;
    }

    /** Characters held, for the run's thread and after the end. */
    public long characters() {
        return characters;
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }

    private static int weight(Delta delta) {
        return switch (delta) {
            case Delta.TextDelta text -> length(text.text()) + length(text.logprobs());
            case Delta.ReasoningDelta reasoning -> reasoning.text().length();
            case Delta.ToolCallDelta call -> call.arguments().length();
            case Delta.ToolEnd end -> length(end.text()) + length(end.details());
            case Delta.Input input -> input.text().length();
            case Delta.Progress progress -> 0;
            case Delta.Note note -> note.json().length();
            case Delta.UsageDelta usage -> 0;
            case Delta.End end -> 0;
        };
    }
}
