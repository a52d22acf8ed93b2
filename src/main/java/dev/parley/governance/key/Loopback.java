package dev.parley.governance.key;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Holds a server that asks nobody for a key to its own machine. */
final class Loopback {

    /** Open Liberty's bound ports (26.0.0.5); each has the attribute Host, {@code *} for all addresses. */
    private static final String ENDPOINTS = "WebSphere:feature=channelfw,type=endpoint,*";

    private Loopback() {}

    /** @throws IllegalStateException when the server can be reached from elsewhere */
    static void demandEndpoints() {
        demandEndpoints(ManagementFactory.getPlatformMBeanServer());
    }

    static void demandEndpoints(MBeanServer server) {
        var elsewhere = new TreeSet<String>();
        try {
            for (var name : server.queryNames(new ObjectName(ENDPOINTS), null)) {
                var host = String.valueOf(server.getAttribute(name, "Host"));
                if (!isLoopback(host)) {
                    elsewhere.add(host);
                }
            }
        } catch (JMException otherRuntime) {
            throw new IllegalStateException(
                    "The server's endpoints can't be looked at, so it can't be open", otherRuntime);
        }
        if (!elsewhere.isEmpty()) {
            throw new IllegalStateException(
                    "The setting parley.auth is 'open' and an HTTP endpoint is bound to " + elsewhere
                            + ", so that others could spend what your providers charge: bind it to localhost, or set parley.auth to keys.");
        }
    }

    /**
     * For endpoints that were bound later.
     *
     * @param address the server's own, of the connection that a request came by
     * @throws ApiException {@code FORBIDDEN}
     */
    static void demand(String address) {
        if (!isLoopback(address)) {
            throw new ApiException(
                    ErrorCode.FORBIDDEN,
                    "This server is open (parley.auth) and therefore serves its own machine only; with parley.auth=keys it asks for a key.");
        }
    }

    static boolean isLoopback(String host) {
        try {
            return !host.isEmpty() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException wildcard) {
            return false;
        }
    }
}
