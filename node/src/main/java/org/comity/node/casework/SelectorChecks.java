package org.comity.node.casework;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The checks of {@link Selector}. Each sentence says what to write in place of what was refused. */
final class SelectorChecks {

    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?");
    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Set<String> EVERYBODY = Set.of("all", "any", "every", "everyone", "everybody", "each");
    private static final int MAX_URL = 2_048;

    private SelectorChecks() {}

    static void port(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    static void address(String text) {
        if (text.contains("/") || text.contains("-") || text.contains("*")) {
            throw new IllegalArgumentException("IP address " + shown(text)
                    + " is a range; name each single address with the time at which it was seen");
        }
        InetAddress address = literal(text);
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || isPrivate(address)) {
            throw new IllegalArgumentException("IP address " + shown(text)
                    + " names nobody outside its own network; give the public address that was seen");
        }
    }

    private static InetAddress literal(String text) {
        try {
            if (IPV4.matcher(text).matches() && !text.endsWith(".")) {
                return Inet4Address.ofLiteral(text);
            }
            if (text.contains(":") && IPV6.matcher(text).matches()) {
                InetAddress address = Inet6Address.ofLiteral(text);
                if (address instanceof Inet6Address) {
                    return address;
                }
                throw new IllegalArgumentException(
                        "IP address " + shown(text) + " is an IPv4 address in IPv6 form; write it as IPv4");
            }
        } catch (IllegalArgumentException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("IP address")) {
                throw e;
            }
        }
        throw new IllegalArgumentException("IP address " + shown(text)
                + " is neither four numbers from 0 to 255 like 192.0.2.7 nor IPv6 like 2001:db8::7");
    }

    /** RFC 1918 and the unique local addresses of RFC 4193, which the JDK does not know as site-local. */
    private static boolean isPrivate(InetAddress address) {
        return address.isSiteLocalAddress()
                || (address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc);
    }

    /** An identifier of one thing: no wildcard, and not a word for everybody. */
    static void exact(String what, String text) {
        if (text.contains("*") || text.contains("%")) {
            throw new IllegalArgumentException(what + " " + shown(text) + " contains a wildcard; name each single "
                    + what + ", since a pattern would reach people unknown");
        }
        if (EVERYBODY.contains(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    what + " " + shown(text) + " means everybody; name each single " + what + " exactly");
        }
    }

    static void mailbox(String text) {
        FreeText.line("e-mail address", text, 320);
        exact("e-mail address", text);
        int at = text.lastIndexOf('@');
        if (at < 1 || text.indexOf('@') != at || text.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("e-mail address " + shown(text)
                    + " is not of the form name@domain; a whole domain is not a mailbox");
        }
        domain(text.substring(at + 1));
    }

    static void phone(String text) {
        if (!PHONE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "telephone number " + shown(text) + " is not + and 7 to 15 digits with the country code first");
        }
    }

    static void domain(String text) {
        if (text.contains("*")) {
            throw new IllegalArgumentException(
                    "domain " + shown(text) + " contains a wildcard; name each single domain");
        }
        String[] labels = text.split("\\.", -1);
        boolean good = labels.length >= 2 && text.length() <= 253;
        for (String label : labels) {
            good = good && LABEL.matcher(label).matches();
        }
        if (!good || labels[labels.length - 1].chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("domain " + shown(text)
                    + " is not a name of two labels or more in ASCII (an international name in its xn-- form)");
        }
    }

    static void url(String text) {
        FreeText.line("URL", text, MAX_URL);
        if (text.contains("*")) {
            throw new IllegalArgumentException("URL " + shown(text) + " contains a wildcard; name each single address");
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            if (scheme != null
                    && (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "URL " + shown(text) + " breaks RFC 3986 at character " + e.getIndex(), e);
        }
        throw new IllegalArgumentException(
                "URL " + shown(text) + " is not http or https with a host and without a user name");
    }

    static void device(String scheme, String identifier) {
        FreeText.line("device identifier", identifier, 128);
        exact("device identifier", identifier);
        Pattern shape = switch (scheme) {
            case "imei" -> Pattern.compile("[0-9]{14,16}");
            case "imsi" -> Pattern.compile("[0-9]{6,15}");
            case "mac" -> Pattern.compile("([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}");
            case "serial" -> Pattern.compile(".+");
            default ->
                throw new IllegalArgumentException(
                        "device scheme " + shown(scheme) + " is not one of imei, imsi, mac, serial");
        };
        if (!shape.matcher(identifier).matches()) {
            throw new IllegalArgumentException("device identifier " + shown(identifier) + " is not a legal " + scheme);
        }
    }

    private static String shown(String text) {
        return "\"" + (text.length() <= 60 ? text : text.substring(0, 60) + "...") + "\"";
    }
}
