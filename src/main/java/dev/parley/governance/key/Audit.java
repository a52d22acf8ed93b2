package dev.parley.governance.key;

import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Ids;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/** Makes changes together with their audit entry: neither is there without the other. A refused one leaves an entry too. */
@ApplicationScoped
public class Audit {

    @Inject
    KeyStore store;

    @Inject
    Clock clock;

    /** @throws ApiException {@code STORE_UNAVAILABLE}, and what the change throws */
    public <T> T write(Administrator by, String action, String target, GroupCommit.Work<T> change) {
        try {
            return store.write(connection -> {
                T result = change.in(connection);
                AuditTable.insert(connection, entry(by, action, target, AuditEntry.DONE));
                return result;
            });
        } catch (ApiException refused) {
            if (refused.code() != ErrorCode.STORE_UNAVAILABLE) {
                var entry = entry(by, action, target, refused.code().wireName());
                store.write(connection -> {
                    AuditTable.insert(connection, entry);
                    return null;
                });
            }
            throw refused;
        }
    }

    private AuditEntry entry(Administrator by, String action, String target, String outcome) {
        return new AuditEntry(
                Ids.next("audit"),
                clock.millis(),
                shortened(by.actor()),
                action,
                shortened(target),
                by.requestId(),
                outcome);
    }

    /** What was asked for may be any text. */
    private static String shortened(String text) {
        var plain = text.replace('\0', ' ');
        return plain.length() <= 120 ? plain : plain.substring(0, 120);
    }
}
