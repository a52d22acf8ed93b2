package dev.parley.webhook.out;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.governance.key.Bodies;
import dev.parley.platform.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

/** Whether what an administrator says about a webhook can be meant. Blocks for as long as DNS takes. */
@ApplicationScoped
class WebhookCheck {

    private TargetRules rules;

    @Inject
    Settings settings;

    @Inject
    Bodies bodies;

    @PostConstruct
    void configure() {
        rules = TargetRules.read(settings);
    }

    /** @throws dev.parley.problem.ApiException {@code INVALID_REQUEST} */
    WebhookTerms terms(JsonNode body) {
        var terms = bodies.read(body, WebhookTerms.class);
        var unknown = terms.unknownEvents();
        if (!unknown.isEmpty()) {
            throw Bodies.invalid("events", "has a name that is no event: '%s'".formatted(shortened(unknown)));
        }
        try {
            demandAllowed(rules.url(terms.url()).getHost());
        } catch (IllegalArgumentException wrong) {
            throw Bodies.invalid("url", wrong.getMessage());
        }
        return terms;
    }

    private static String shortened(Set<String> names) {
        var first = names.iterator().next();
        return first.length() <= 64 ? first : first.substring(0, 64) + "…";
    }

    /** A name that can't be resolved yet may be one day; where it leads then is checked then. */
    private void demandAllowed(String host) {
        try {
            new CheckedAddresses(rules, InetAddress::getAllByName).resolve(host);
        } catch (CheckedAddresses.Forbidden forbidden) {
            throw new IllegalArgumentException(
                    "leads to an address that is not public; name its network in parley.webhook-delivery.allowed-networks"
                            + " if it is meant",
                    forbidden);
        } catch (UnknownHostException notYet) {
            // told by the first delivery
        }
    }
}
