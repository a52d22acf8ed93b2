package dev.parley.governance.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.governance.Caller;
import dev.parley.governance.Team;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an administrator says about a key: the body that makes it, and what a change is merged into. */
@Schema(name = "KeyTerms")
record KeyTerms(
        @Schema(examples = "reporting job")
        @NotBlank @Size(max = 100) @Pattern(regexp = "\\P{Cntrl}*", message = "must not contain control characters") String name,

        @Schema(description = "an existing team; can't be changed later, because what the key makes belongs to it")
        @Size(min = 1, max = 64) String team,

        @Schema(description = "names, aliases, or beginnings with a star (openai/*); empty for all") @Size(max = 100)
        List<
                        @NotNull @Size(min = 1, max = 256) @Pattern(
                                regexp = "[^*\\p{Cntrl}]*\\*?",
                                message = "must be the name of a model, or the beginning of one and a star")
                        String>
                models,

        @Valid LimitsWire limits,
        @Valid BudgetWire budget,

        @Schema(description = "RFC 3339; absent for never", examples = "2030-01-31T00:00:00Z")
        @JsonProperty("expires_at")
        @Pattern(
                regexp = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)",
                message = "must be a moment as RFC 3339 writes it: 2030-01-31T00:00:00Z")
        String expiresAt,

        @Schema(description = "user may generate, admin may administer; user when absent") @Size(min = 1) Set<@NotNull Role> roles) {

    /** What a key is good for. */
    enum Role {
        @JsonProperty(Caller.USER)
        USER(Caller.USER),
        @JsonProperty(Caller.ADMIN)
        ADMIN(Caller.ADMIN);

        private final String wireName;

        Role(String wireName) {
            this.wireName = wireName;
        }
    }

    static KeyTerms of(ApiKey key) {
        var caller = key.caller();
        var roles = Arrays.stream(Role.values())
                .filter(role -> caller.roles().contains(role.wireName))
                .collect(Collectors.toSet());
        return new KeyTerms(
                caller.name(),
                caller.team() == null ? null : caller.team().name(),
                caller.models(),
                LimitsWire.of(caller.rates()),
                BudgetWire.of(caller.budget()),
                key.expiresAt() == null
                        ? null
                        : Instant.ofEpochMilli(key.expiresAt()).toString(),
                roles);
    }

    /** Who comes with the key {@code id}. */
    Caller caller(String id, Team itsTeam) {
        return new Caller(
                id,
                name,
                itsTeam,
                roles == null
                        ? Set.of(Caller.USER)
                        : roles.stream().map(role -> role.wireName).collect(Collectors.toSet()),
                models == null ? List.of() : models,
                LimitsWire.rates(limits),
                BudgetWire.limits(budget));
    }
}
