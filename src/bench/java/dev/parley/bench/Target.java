package dev.parley.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where requests go, and the header line that says who sends them; empty for a server that does not ask. */
record Target(InetSocketAddress address, String authorization) {

    static Target open(int port) {
        return new Target(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "");
    }

    /** The same, with a key. */
    Target with(String key) {
        return new Target(address, "Authorization: Bearer " + key + "\r\n");
    }
}
