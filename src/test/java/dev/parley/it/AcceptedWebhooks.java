package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.webhook.Macs;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Deliveries whose senders have their 202 and will not come again, however the server ends in the next moment. */
record AcceptedWebhooks(OwnServer server, List<String> ids, int callsBefore) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "the-secret-of-a-repository";
    private static final int IN_FLIGHT_AT_MOST = 8;

    static AcceptedWebhooks send(OwnServer server, int count) {
        assertThat(server.put("admin/teams/callers", "{}").statusCode()).isEqualTo(200);
        int before = server.upstream().calls();
        var ids = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var accepted = deliver(server, body(i));
            assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
            ids.add(json(accepted).path("id").asText());
        }
        return new AcceptedWebhooks(server, ids, before);
    }

    private static String body(int number) {
        return Json.object("number", number);
    }

    private static HttpResponse<String> deliver(OwnServer server, String body) {
        var mac = HexFormat.of().formatHex(Macs.sha256(Macs.bytes(SECRET), Macs.bytes(body)));
        return server.deliver("webhooks/github", body, "X-Hub-Signature-256", "sha256=" + mac);
    }

    /** Each once, those aside that were under way when the server died; and each is still known when it comes again. */
    void areWorkedOff() {
        for (var id : ids) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> json(server.get("webhooks/github/deliveries/" + id))
                            .path("state")
                            .asText()
                            .equals("done"));
        }
        assertThat(server.upstream().calls() - callsBefore).isBetween(ids.size(), ids.size() + IN_FLIGHT_AT_MOST);
        assertThat(json(deliver(server, body(0))))
                .isEqualTo(JSON.createObjectNode().put("id", ids.getFirst()).put("duplicate", true));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
