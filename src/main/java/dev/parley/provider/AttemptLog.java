package dev.parley.provider;

import dev.parley.observability.Meters;
import dev.parley.problem.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;

/** Tells the log and the meters which attempts failed and what was tried next. */
@ApplicationScoped
class AttemptLog implements Attempts.Observer {

    private static final System.Logger LOG = System.getLogger(Attempts.class.getName());

    @Inject
    Meters meters;

    @Override
    public void retried(Route.Candidate candidate, ApiException failure) {
        meters.retried(candidate.endpoint().name());
        LOG.log(
                Level.INFO,
                "{0} failed before its first token ({1}) and is asked again",
                candidate.qualifiedName(),
                failure.code().wireName());
    }

    @Override
    public void fellBack(Route.Candidate from, Route.Candidate to, ApiException failure) {
        meters.fellBack(from.endpoint().name());
        LOG.log(
                Level.WARNING,
                "{0} failed before its first token ({1}); {2} is asked instead",
                from.qualifiedName(),
                failure.code().wireName(),
                to.qualifiedName());
    }
}
