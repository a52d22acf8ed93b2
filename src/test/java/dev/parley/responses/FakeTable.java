package dev.parley.responses;

import jakarta.data.exceptions.DataException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The table in memory, which can fail. */
final class FakeTable implements StoredResponses {

    final Map<String, StoredResponse> rows = new HashMap<>();
    boolean down;

    @Override
    public void insert(StoredResponse response) {
        check();
        rows.put(response.id, response);
    }

    @Override
    public long end(String id, String status, String body, String conversation, Long spent) {
        check();
        var row = rows.get(id);
        if (row == null) {
            return 0;
        }
        row.status = status;
        row.body = body;
        row.conversation = conversation;
        row.spent = spent;
        return 1;
    }

    @Override
    public Optional<StoredResponse> find(String id, String owner, long now) {
        check();
        return Optional.ofNullable(rows.get(id)).filter(row -> row.owner.equals(owner) && row.expiresAt > now);
    }

    @Override
    public long remove(String id, String owner) {
        check();
        return rows.values().removeIf(row -> row.id.equals(id) && row.owner.equals(owner)) ? 1 : 0;
    }

    @Override
    public long removeExpired(long now) {
        check();
        int before = rows.size();
        rows.values().removeIf(row -> row.expiresAt <= now);
        return before - rows.size();
    }

    private void check() {
        if (down) {
            throw new DataException("scripted");
        }
    }
}
