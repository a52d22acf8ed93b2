package dev.parley.provider;

import dev.parley.problem.ApiException;

/** Tells the log which attempts failed and what was tried next. */
final class AttemptLog implements Attempts.Observer {

    private static final System.Logger LOG = System.getLogger(Attempts.class.getName());

    @Override
    public void retried(Route.Candidate candidate, ApiException failure) {
        LOG.log(
                System.Logger.Level.INFO,
                "{0} failed before its first token ({1}) and is asked again",
                candidate.qualifiedName(),
                failure.code().wireName());
    }

    @Override
    public void fellBack(Route.Candidate from, Route.Candidate to, ApiException failure) {
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} failed before its first token ({1}); {2} is asked instead",
                from.qualifiedName(),
                failure.code().wireName(),
                to.qualifiedName());
    }
}
