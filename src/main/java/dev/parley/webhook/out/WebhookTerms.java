package dev.parley.webhook.out;

import dev.parley.event.EventType;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an administrator says about a webhook: the body that makes it, and what a change is merged into. */
@Schema(name = "WebhookTerms")
record WebhookTerms(
        @Schema(description = "https, and a public address", examples = "https://example.com/hooks/parley")
        @NotBlank @Size(max = 2048) String url,

        @Size(max = 200) @Pattern(regexp = "\\P{Cntrl}*", message = "must not contain control characters") String description,

        @Schema(
                description = "which announcements it gets",
                enumeration = {
                    "batch.completed",
                    "batch.failed",
                    "batch.cancelled",
                    "response.completed",
                    "response.failed",
                    "budget.reached",
                    "webhook.dead_lettered"
                })
        @NotEmpty @Size(max = 20) List<@NotNull String> events,

        @Schema(description = "true when absent; true again after its receiver has said 410")
        Boolean enabled) {

    static WebhookTerms of(Webhook webhook) {
        return new WebhookTerms(
                webhook.url(),
                webhook.description(),
                webhook.events().stream().map(EventType::wireName).sorted().toList(),
                webhook.isEnabled());
    }

    /** Those of the events that there are not. */
    Set<String> unknownEvents() {
        return events.stream()
                .filter(name -> EventType.of(name).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<EventType> eventTypes() {
        return events.stream().flatMap(name -> EventType.of(name).stream()).collect(Collectors.toUnmodifiableSet());
    }
}
