package dev.parley.governance;

import dev.parley.platform.Settings;

/** What becomes of paid calls while the database is away. */
public enum StoreFailure {
    /** They are refused. */
    REFUSE,
    /** They are let through, unbudgeted, and written down when the database is back. */
    ALLOW;

    public static StoreFailure read(Settings settings) {
        var key = "parley.governance.on-store-failure";
        var policy = settings.text(key, "refuse");
        return switch (policy) {
            case "refuse" -> REFUSE;
            case "allow" -> ALLOW;
            default -> throw Settings.bad(key, policy, "refuse or allow");
        };
    }
}
