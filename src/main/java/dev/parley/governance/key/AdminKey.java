package dev.parley.governance.key;

import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.governance.Rates;
import dev.parley.platform.Settings;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/** The administrator's key that configuration may bring along, for servers that nobody watches when they start. Kept as its hash only. */
final class AdminKey {

    /** Who comes with it. */
    static final Caller CALLER = new Caller(
            "admin",
            "parley.admin-key",
            null,
            Set.of(Caller.USER, Caller.ADMIN),
            List.of(),
            Rates.UNLIMITED,
            BudgetLimits.UNLIMITED);

    private static final int SHORTEST = 24;

    private final byte[] hash;

    private AdminKey(byte[] hash) {
        this.hash = hash;
    }

    static AdminKey read(Settings settings) {
        var key = settings.text("parley.admin-key").orElse(null);
        if (key == null) {
            return new AdminKey(null);
        }
        if (key.length() < SHORTEST || !Credential.isPlain(key)) {
            // the value is a secret also when it is wrong
            throw Settings.bad(
                    "parley.admin-key", "…", "at least " + SHORTEST + " printable ASCII characters without blanks");
        }
        return new AdminKey(Credential.hash(key));
    }

    boolean isSet() {
        return hash != null;
    }

    /** Whether this is the key; takes as long for every wrong one. */
    boolean matches(Credential credential) {
        return hash != null && MessageDigest.isEqual(hash, credential.hash());
    }
}
