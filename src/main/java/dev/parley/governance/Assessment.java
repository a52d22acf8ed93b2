package dev.parley.governance;

import dev.parley.governance.limit.Standing;
import dev.parley.problem.ApiException;
import java.util.List;

/**
 * What {@link Admission} would say to a call.
 *
 * @param refusal null when it would be admitted
 */
public record Assessment(List<Standing> limits, Outlook.Costs costs, ApiException refusal) {}
