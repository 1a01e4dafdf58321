package org.comity.node.directory;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses of peers this node will call.
 *
 * <p>A card is written by another state. Without this rule it could name an address inside this node's own network and so make the
 * node knock there on a stranger's behalf. Literal addresses are checked when a card is read; a name says nothing until it is
 * resolved, so whoever opens connections calls {@link #check(InetAddress)} on each resolved address, every time.
 *
 * @param allowPrivate whether private, loopback and link-local addresses are legal: for demonstrations and exercises in one
 *     network, by decision of the operator
 */
public record AddressRule(boolean allowPrivate) {

    /** For the open network. */
    public static final AddressRule PUBLIC_ONLY = new AddressRule(false);

    /** For demonstrations on one machine or in one network. */
    public static final AddressRule ALLOW_PRIVATE = new AddressRule(true);

    private static final int MAX_LENGTH = 255;

    /**
     * Checks what can be seen without asking anybody: https, a host, no user, query or fragment, no slash at the end, and a literal
     * address by the rule.
     *
     * @throws CardRefused with {@link CardRefused.Code#ADDRESS_FORBIDDEN}
     */
    public void check(URI address) {
        String host = requireForm(address);
        if (allowPrivate) {
            literal(host).ifPresent(this::check);
            return;
        }
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            throw forbidden(address + " is this machine itself");
        }
        literal(host).ifPresent(this::check);
    }

    /**
     * Checks an address that was resolved and is about to be connected to.
     *
     * @throws CardRefused with {@link CardRefused.Code#ADDRESS_FORBIDDEN}
     */
    public void check(InetAddress resolved) {
        InetAddress address = embedded(resolved).orElse(resolved);
        String shown = resolved.getHostAddress();
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || isReserved(address)) {
            throw forbidden(shown + " is not the address of one machine");
        }
        if (!allowPrivate && isPrivate(address)) {
            throw forbidden(
                    shown + " lies in a private network; the operator may allow such addresses for a demonstration");
        }
    }

    private static String requireForm(URI address) {
        String host = address.getHost();
        if (!"https".equals(address.getScheme())
                || host == null
                || address.toString().length() > MAX_LENGTH) {
            throw forbidden(address + " is not an https address with a host of at most " + MAX_LENGTH + " characters");
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw forbidden(address + " has a user, a query or a fragment; legal are host, port and path");
        }
        if (address.toString().endsWith("/") || address.getPort() == 0 || address.getPort() > 65_535) {
            throw forbidden(address + " ends with a slash or has a port outside 1 to 65535");
        }
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The address, if the host is written as one; never asks a name server. */
    private static Optional<InetAddress> literal(String host) {
        boolean six = host.startsWith("[");
        if (!six && !Character.isDigit(host.charAt(host.length() - 1))) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(six ? host.substring(1, host.length() - 1) : host);
            // One number, or octal and hexadecimal parts, also name an IPv4 address; nobody means well by them.
            if (!six && !address.getHostAddress().equals(host)) {
                throw forbidden(host + " is not written as four decimal numbers");
            }
            return Optional.of(address);
        } catch (IllegalArgumentException e) {
            throw new CardRefused(CardRefused.Code.ADDRESS_FORBIDDEN, host + " ends like an IP address but is none", e);
        }
    }

    private static boolean isPrivate(InetAddress address) {
        if (address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress()) {
            return true;
        }
        byte[] b = address.getAddress();
        if (address instanceof Inet4Address) {
            int first = b[0] & 0xff;
            int second = b[1] & 0xff;
            // Carrier networks (RFC 6598), benchmarking (RFC 2544), protocol assignments (RFC 6890).
            return (first == 100 && second >= 64 && second < 128)
                    || (first == 198 && (second == 18 || second == 19))
                    || (first == 192 && second == 0 && b[2] == 0);
        }
        // Unique local (RFC 4193).
        return (b[0] & 0xfe) == 0xfc;
    }

    private static boolean isReserved(InetAddress address) {
        byte[] b = address.getAddress();
        return address instanceof Inet4Address && ((b[0] & 0xff) >= 240 || b[0] == 0);
    }

    /** The IPv4 address that an IPv6 address leads to: mapped or compatible, NAT64 (RFC 6052), 6to4 (RFC 3056). */
    private static Optional<InetAddress> embedded(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return Optional.empty();
        }
        byte[] b = address.getAddress();
        if (startsWith(b, 0x20, 0x02)) {
            return Optional.of(four(b, 2));
        }
        boolean nat64 = startsWith(b, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
        boolean mapped = startsWith(b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
        boolean compatible = startsWith(b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) && (b[12] != 0 || b[13] != 0);
        return nat64 || mapped || compatible ? Optional.of(four(b, 12)) : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress four(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }

    private static CardRefused forbidden(String why) {
        return new CardRefused(CardRefused.Code.ADDRESS_FORBIDDEN, why);
    }
}
