package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** A key of a test's own, whose limits nobody else uses up. */
record Key(String id, String text) {

    static Key with(Map<String, Integer> limits) {
        return of("limits", limits);
    }

    /** A key that may spend so many micro-dollars in all. */
    static Key withBudget(long microDollars) {
        return of("budget", Map.of("total_micro_dollars", microDollars));
    }

    /** A key of a team. */
    static Key ofTeam(String team) {
        return of("team", team);
    }

    private static Key of(String term, Object value) {
        var made = Server.post("admin/keys", Json.object("name", "of a test", term, value));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return new Key(made.json().path("id").asText(), made.json().path("key").asText());
    }

    /** The header that shows it. */
    String bearer() {
        return "Bearer " + text;
    }

    Server.Answer get(String path) {
        return Server.get(path, "Authorization", bearer());
    }

    Server.Answer post(String path, String body, String... headers) {
        var all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = bearer();
        System.arraycopy(headers, 0, all, 2, headers.length);
        return Server.post(path, body, all);
    }
}
