package dev.parley.webhook.out;

import dev.parley.platform.Settings;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where deliveries may go to.
 *
 * @param http whether without TLS too
 * @param ports empty for all
 * @param allowed networks that are allowed although they are not public
 */
record TargetRules(boolean http, Set<Integer> ports, List<Network> allowed) {

    private static final String NETWORKS = "parley.webhook-delivery.allowed-networks";
    private static final String PORTS = "parley.webhook-delivery.ports";
    private static final Pattern NUMBER_LAST = Pattern.compile("(?i)(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");
    private static final Pattern FOUR_PARTS = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final int MOST_PORTS = 65_535;
    private static final int LONGEST = 2_048;

    /** Of RFC 6890 and its successors, and multicast. IANA's registry of special IPv4 addresses has them all. */
    private static final List<Network> SPECIAL_V4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    private static final Network GLOBAL_V6 = Network.of("2000::/3");

    /** Within 2000::/3: protocol assignments with Teredo, documentation, 6to4 (which holds IPv4 addresses), AS112, documentation. */
    private static final List<Network> SPECIAL_V6 =
            networks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    static TargetRules read(Settings settings) {
        return new TargetRules(
                settings.flag("parley.webhook-delivery.allow-http", false),
                settings.list("parley.webhook-delivery.ports", "443,8443").stream()
                        .filter(port -> !port.equals("*"))
                        .map(TargetRules::port)
                        .collect(Collectors.toUnmodifiableSet()),
                settings.list("parley.webhook-delivery.allowed-networks", "").stream()
                        .map(TargetRules::network)
                        .toList());
    }

    private static int port(String text) {
        try {
            var port = Integer.parseInt(text);
            if (port >= 1 && port <= MOST_PORTS) {
                return port;
            }
        } catch (NumberFormatException noNumber) {
            // told below
        }
        throw Settings.bad(PORTS, text, "ports from 1 to 65535 with commas between, or *");
    }

    private static Network network(String text) {
        try {
            return Network.of(text);
        } catch (IllegalArgumentException none) {
            throw Settings.bad(NETWORKS, text, "networks with commas between: 10.0.0.0/8, fd00::/8");
        }
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::of).toList();
    }

    /**
     * The URL that {@code text} is.
     *
     * @throws IllegalArgumentException whose message says what it must be
     */
    URI url(String text) {
        var url = parsed(text);
        var scheme = url.getScheme();
        if (!"https".equals(scheme) && !(http && "http".equals(scheme))) {
            throw new IllegalArgumentException("must begin with https://");
        }
        if (url.getHost() == null || url.getRawUserInfo() != null || isOddHost(url.getHost())) {
            throw new IllegalArgumentException("must name a host as DNS or an address does, without a user");
        }
        if (url.getRawFragment() != null) {
            throw new IllegalArgumentException("must not have a fragment");
        }
        if (!ports.isEmpty() && !ports.contains(port(url))) {
            throw new IllegalArgumentException(
                    "has the port %d, which is not one of parley.webhook-delivery.ports".formatted(port(url)));
        }
        return url;
    }

    /** Numbers are addresses only in the four decimal parts that everybody reads alike; a zone of IPv6 belongs to one machine. */
    private static boolean isOddHost(String host) {
        return host.contains("%")
                || NUMBER_LAST.matcher(host).matches()
                        && !FOUR_PARTS.matcher(host).matches();
    }

    private static URI parsed(String text) {
        if (text.length() > LONGEST || !text.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new IllegalArgumentException("must be a URL of at most 2048 characters of ASCII");
        }
        try {
            return new URI(text);
        } catch (URISyntaxException none) {
            throw new IllegalArgumentException("must be a URL", none);
        }
    }

    static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "http".equals(url.getScheme()) ? 80 : 443;
    }

    /** Whether something may be sent to this address. An IPv4 address in IPv6's clothes is an IPv4 address to Java already. */
    boolean allows(InetAddress address) {
        return isPublic(address) || allowed.stream().anyMatch(network -> network.contains(address));
    }

    private static boolean isPublic(InetAddress address) {
        return address instanceof Inet4Address
                ? SPECIAL_V4.stream().noneMatch(special -> special.contains(address))
                : GLOBAL_V6.contains(address) && SPECIAL_V6.stream().noneMatch(special -> special.contains(address));
    }
}
