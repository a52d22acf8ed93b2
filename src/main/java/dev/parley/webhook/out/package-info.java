/**
 * Webhooks out: administrators register where announcements are brought to. {@link dev.parley.webhook.out.Relay} makes a delivery of each
 * announcement for each webhook that wants it, {@link dev.parley.webhook.out.DeliveryJob} sends it until somebody says 2xx.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Taking an announcement from the outbox and writing its deliveries with their jobs is one commit.
 *   <li>Only 2xx is success. A redirect is a failure and is never followed; 410 disables the webhook.
 *   <li>The address is checked where it is used: the name is resolved once for each connection, every address of it must be allowed, and one of
 *       those is connected to, while TLS and Host keep the name. A check at registration alone would be undone by the next DNS answer.
 *   <li>What public means is told positively for IPv6 (2000::/3 without the special blocks) and by the list of special blocks for IPv4;
 *       exceptions are networks named by a setting, nothing else.
 *   <li>An answer is read as far as its status: a receiver may send a gigabyte or never stop, nobody listens. All of it together has one
 *       deadline, kept by the pulse.
 *   <li>A secret must be able to sign, so it can't be a hash. With {@code parley.webhook-delivery.secret-key} it is stored encrypted
 *       (AES-256-GCM, bound to its webhook), so that the database alone gives nothing away; without that setting it is stored as it is.
 *   <li>That a delivery of {@code webhook.dead_lettered} itself has died is told to nobody, or it would never end.
 * </ul>
 */
package dev.parley.webhook.out;
