package dev.parley.generation;

import dev.parley.cache.CachePolicy;
import dev.parley.cache.IdempotencyKey;
import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.governance.Rates;
import dev.parley.observability.FakeContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Somebody who sends one request, and the headers of its answer. */
final class Client {

    final Map<String, String> headers = new ConcurrentHashMap<>();
    final Requester by;

    private Client(String keyId, String cacheControl, String idempotencyKey, String body) {
        var caller =
                new Caller(keyId, keyId, null, Set.of(Caller.USER), List.of(), Rates.UNLIMITED, BudgetLimits.UNLIMITED);
        by = new Requester(
                FakeContext.of(headers),
                caller,
                false,
                CachePolicy.of(cacheControl),
                IdempotencyKey.of(idempotencyKey, "POST", "/chat", body));
    }

    static Client of(String keyId) {
        return new Client(keyId, null, null, null);
    }

    static Client saying(String cacheControl) {
        return new Client("key_1", cacheControl, null, null);
    }

    static Client once(String idempotencyKey, String body) {
        return new Client("key_1", null, idempotencyKey, body);
    }

    String cache() {
        return headers.get("X-Cache");
    }

    boolean isReplay() {
        return "true".equals(headers.get("Idempotent-Replayed"));
    }
}
