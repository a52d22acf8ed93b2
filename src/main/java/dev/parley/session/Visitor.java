package dev.parley.session;

import dev.parley.governance.Caller;
import java.security.Principal;

/**
 * Whom a handshake belongs to. A principal, because that is what of a request a WebSocket gets to see.
 *
 * @param requestId of the handshake
 * @param traceparent null when the handshake named none
 */
record Visitor(Caller caller, String requestId, String traceparent) implements Principal {

    @Override
    public String getName() {
        return caller.id();
    }
}
