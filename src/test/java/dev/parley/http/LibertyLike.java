package dev.parley.http;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.lang.reflect.Proxy;
import java.net.Socket;

/** The way from a response to its socket as Open Liberty's classes have it; that it is the real way, integration tests prove. */
public final class LibertyLike {

    private LibertyLike() {}

    static HttpServletResponse response(Socket socket) {
        return new Response(new Inside(new Link(-1), new Connection(new Channel(socket))));
    }

    /** A response on a connection that others share. */
    static HttpServletResponse http2Response() {
        return new Response(new Inside(new Link(1), new Connection(new Channel(null))));
    }

    public static final class Response extends HttpServletResponseWrapper {

        private final Inside inside;

        Response(Inside inside) {
            super((HttpServletResponse) Proxy.newProxyInstance(
                    LibertyLike.class.getClassLoader(),
                    new Class<?>[] {HttpServletResponse.class},
                    (proxy, method, arguments) -> null));
            this.inside = inside;
        }

        public Inside getIResponse() {
            return inside;
        }
    }

    public record Inside(Link link, Connection connection) {

        public Link getHttpDispatcherLink() {
            return link;
        }

        public Connection getTCPConnectionContext() {
            return connection;
        }
    }

    public record Link(int stream) {

        public int getStreamId() {
            return stream;
        }
    }

    public record Connection(Channel channel) {

        public Channel getSocketIOChannel() {
            return channel;
        }
    }

    public record Channel(Socket socket) {

        public Socket getSocket() {
            return socket;
        }
    }
}
