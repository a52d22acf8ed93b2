/**
 * Who calls. {@link dev.parley.governance.key.ApiKeyFilter} asks every request before its body is read, for a key of ours or a token of a
 * configured issuer; administrators make, change and revoke keys and teams here, and every change leaves an entry in the audit.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Every path of the application is guarded; the exceptions, paths that have a key of another kind, are the constants of
 *       {@link dev.parley.governance.key.OpenPath}, each with its reason. {@code /health}, {@code /metrics} and {@code /openapi} are
 *       applications of the server's own, which no filter of ours sees: its configuration says who may read them.
 *   <li>Resources under {@code /admin} are for administrators, in whatever room they are: {@link dev.parley.governance.key.AdminFilter}
 *       looks at the resource, because a path can be written in many ways. So are those marked {@link
 *       dev.parley.governance.key.ForAdministrators}.
 *   <li>A key is shown once and stored as a hash; nothing here can tell it again. Secrets are compared in constant time.
 *   <li>What is known of a key is at most 500 ms old, so a revoked one is refused within a second on every server, and
 *       {@link dev.parley.governance.key.Revocations} ends what it left running.
 *   <li>A slip must not open anything: fields that are not known and teams that there are not are refused, since a limit with a wrong
 *       name would be no limit.
 *   <li>Without keys a server serves its own machine only, whatever its endpoints are bound to.
 *   <li>Tokens are verified with a library in the WAR and not with Open Liberty's mpJwt: measured, that feature works beside our keys,
 *       but brings the security service with its LTPA keys to every server, which without a keystore password starts with an error
 *       (CWWKS4118E), also where no issuer is configured. The settings have MicroProfile JWT's names.
 * </ul>
 *
 * <p>Out of scope: counting what callers do (limit, budget, usage).
 */
package dev.parley.governance.key;
