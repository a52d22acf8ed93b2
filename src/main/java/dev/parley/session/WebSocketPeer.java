package dev.parley.session;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A peer by Jakarta WebSocket. On Open Liberty its asynchronous remote does not block when the peer reads nothing (measured). */
final class WebSocketPeer implements Peer {

    private static final System.Logger LOG = System.getLogger(WebSocketPeer.class.getName());

    private final Session socket;

    WebSocketPeer(Session socket) {
        this.socket = socket;
    }

    @Override
    public void send(String text, Consumer<Boolean> done) {
        try {
            socket.getAsyncRemote().sendText(text, result -> done.accept(result.isOK()));
        } catch (IllegalStateException closedMeanwhile) {
            done.accept(false);
        }
    }

    @Override
    public void ping() {
        try {
            socket.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | IllegalStateException gone) {
            LOG.log(Level.DEBUG, "A ping could not be sent", gone);
        }
    }

    @Override
    public void close(int code, String reason) {
        try {
            socket.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
        } catch (IOException | IllegalStateException gone) {
            LOG.log(Level.DEBUG, "A socket was closed already", gone);
        }
    }
}
