package dev.parley.governance;

import jakarta.servlet.ServletRequest;
import java.util.List;
import java.util.Set;

/**
 * Who calls: a key, or the subject of a token, with what it is allowed.
 *
 * @param id of the key, {@code key_…}, or what stands for one; the ledger and the limits know the caller by it
 * @param name what its owner called it
 * @param team null when it belongs to none
 * @param roles {@code user} may generate, {@code admin} may administer too
 * @param models names or patterns ({@code openai/*}) it may ask for, empty for all
 */
public record Caller(
        String id, String name, Team team, Set<String> roles, List<String> models, Rates rates, BudgetLimits budget) {

    public static final String USER = "user";
    public static final String ADMIN = "admin";

    /** Everybody, on a server that is open. */
    public static final Caller OPEN =
            new Caller("open", "open", null, Set.of(USER, ADMIN), List.of(), Rates.UNLIMITED, BudgetLimits.UNLIMITED);

    private static final String PROPERTY = Caller.class.getName();

    public Caller {
        roles = Set.copyOf(roles);
        models = List.copyOf(models);
    }

    /** The caller that authentication has found for a request. */
    public static Caller of(ServletRequest request) {
        var caller = (Caller) request.getAttribute(PROPERTY);
        if (caller == null) {
            throw new IllegalStateException("This path is not guarded: no filter has asked who calls.");
        }
        return caller;
    }

    /** Tells who calls; for authentication only. */
    public void identify(ServletRequest request) {
        request.setAttribute(PROPERTY, this);
    }

    /**
     * Whether it may ask for a model: by the name it gives, or because every model that may answer is allowed.
     *
     * @param asked the name in the request, an alias for example; null when it named none
     * @param candidates {@code provider/model} of everybody who may be asked
     */
    public boolean mayAsk(String asked, List<String> candidates) {
        return models.isEmpty()
                || asked != null && models.stream().anyMatch(pattern -> covers(pattern, asked))
                || candidates.stream().allMatch(model -> models.stream().anyMatch(pattern -> covers(pattern, model)));
    }

    /** A pattern ends with a star, or is a name. */
    private static boolean covers(String pattern, String model) {
        return pattern.endsWith("*")
                ? model.startsWith(pattern.substring(0, pattern.length() - 1))
                : model.equals(pattern);
    }

    public boolean isAdmin() {
        return roles.contains(ADMIN);
    }

    /**
     * Whom stored things belong to: the team, so that they outlive a key that is replaced; without a team the key itself.
     */
    public String owner() {
        return team == null ? id : "team:" + team.name();
    }
}
