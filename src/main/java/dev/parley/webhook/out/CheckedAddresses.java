package dev.parley.webhook.out;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/** Resolves names for the connection that is about to be made: to addresses that are all allowed, or to none. */
final class CheckedAddresses implements DnsResolver {

    /** The name leads where nothing is sent to. */
    static final class Forbidden extends UnknownHostException {
        Forbidden() {
            super("its address is not public");
        }
    }

    /** Asks for the addresses of a name. */
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final TargetRules rules;
    private final Names names;

    CheckedAddresses(TargetRules rules, Names names) {
        this.rules = rules;
        this.names = names;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        var addresses = names.addresses(bare);
        for (var address : addresses) {
            if (!rules.allows(address)) {
                throw new Forbidden();
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
