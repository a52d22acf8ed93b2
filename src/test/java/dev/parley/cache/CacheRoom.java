package dev.parley.cache;

import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import java.util.Map;

/** Caches on default settings, for tests of those who use them. */
public final class CacheRoom {

    private CacheRoom() {}

    public static VectorCache vectors() {
        var vectors = new VectorCache();
        vectors.configure(Settings.of(Map.of()), Ticker.SYSTEM);
        return vectors;
    }

    public static AnswerCache answers() {
        var answers = new AnswerCache();
        answers.configure(Settings.of(Map.of()), Ticker.SYSTEM);
        return answers;
    }
}
