package dev.parley.governance.key;

import dev.parley.platform.Settings;

/** Whether callers are asked who they are. */
enum AuthMode {
    /** Everybody but the open paths is asked for a key. */
    KEYS,
    /** Nobody is asked: for a server that only its own machine can reach. */
    OPEN;

    static AuthMode read(Settings settings) {
        var mode = settings.text("parley.auth", "keys");
        return switch (mode) {
            case "keys" -> KEYS;
            case "open" -> OPEN;
            default -> throw Settings.bad("parley.auth", mode, "keys or open");
        };
    }
}
