package dev.parley.session;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/**
 * Forwards what a socket brings to its session. {@code @Dependent}, because Open Liberty injects nothing into an endpoint that is no
 * bean. A client that names subprotocols, as browsers with a ticket do, is answered with {@value #PROTOCOL}.
 */
@Dependent
@ServerEndpoint(value = "/v1/responses", subprotocols = SessionEndpoint.PROTOCOL)
public class SessionEndpoint {

    static final String PROTOCOL = "parley";

    private AgentSession session;

    @Inject
    Sessions sessions;

    @OnOpen
    public void open(Session socket) {
        session = sessions.open(new WebSocketPeer(socket), (Visitor) socket.getUserPrincipal());
    }

    @OnMessage(maxMessageSize = SessionSettings.LARGEST_FRAME)
    public void text(String message) {
        session.receive(message);
    }

    @OnMessage(maxMessageSize = SessionSettings.LARGEST_FRAME)
    public void binary(ByteBuffer message) {
        session.receiveBinary();
    }

    @OnMessage
    public void pong(PongMessage pong) {
        session.heard();
    }

    @OnClose
    public void close(CloseReason reason) {
        session.closed();
    }

    /** The container closes the socket after what it could not read; a connection that broke is closed as well. */
    @OnError
    public void broken(Throwable failure) {
        session.broken(failure);
    }
}
