package org.comity.cli.casework;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.cli.command.CommandFailed;
import org.comity.node.casework.Selector;
import org.comity.node.casework.UtcTime;
import picocli.CommandLine.Option;

/** What names the data to preserve, as it is typed. */
final class SelectorText {

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS[:PORT]@TIME",
            description = "IP address at a moment in UTC; an IPv6 address with a port in brackets; repeatable.")
    private List<String> addresses = new ArrayList<>();

    @Option(names = "--account", paramLabel = "PROVIDER:ACCOUNT", description = "Account at a provider; repeatable.")
    private List<String> accounts = new ArrayList<>();

    @Option(names = "--email", paramLabel = "NAME@DOMAIN", description = "One mailbox; repeatable.")
    private List<String> emails = new ArrayList<>();

    @Option(
            names = "--phone",
            paramLabel = "+NUMBER",
            description = "One telephone number with its country code; repeatable.")
    private List<String> phones = new ArrayList<>();

    @Option(names = "--domain", paramLabel = "NAME", description = "One domain name; repeatable.")
    private List<String> domains = new ArrayList<>();

    @Option(names = "--web-address", paramLabel = "URL", description = "One address of the web; repeatable.")
    private List<String> urls = new ArrayList<>();

    @Option(
            names = "--device",
            paramLabel = "SCHEME:ID",
            description = "One device: imei, imsi, mac or serial; repeatable.")
    private List<String> devices = new ArrayList<>();

    /** All that were typed, in the order of the kinds. */
    List<Selector> selectors() {
        List<Selector> all = new ArrayList<>();
        addresses.forEach(text -> all.add(address(text)));
        accounts.forEach(text -> {
            String[] parts = pair("--account", text, "write it like mail.example:alice");
            all.add(new Selector.Account(parts[0], parts[1]));
        });
        emails.forEach(text -> all.add(new Selector.Email(text)));
        phones.forEach(text -> all.add(new Selector.Phone(text)));
        domains.forEach(text -> all.add(new Selector.Domain(text)));
        urls.forEach(text -> all.add(new Selector.Url(text)));
        devices.forEach(text -> {
            String[] parts = pair("--device", text, "write it like imei:490154203237518");
            all.add(new Selector.Device(parts[0], parts[1]));
        });
        return all;
    }

    static Selector.IpAddress address(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1) {
            throw CommandFailed.usage(
                    "--ip " + text + " says no time, and an address alone names nobody",
                    "write it like 203.0.113.7:51034@2026-03-01T09:30:00Z");
        }
        String host = text.substring(0, at);
        UtcTime time = UtcTime.parse(text.substring(at + 1));
        if (host.startsWith("[") && host.contains("]")) {
            String port = host.substring(host.indexOf(']') + 1);
            return new Selector.IpAddress(
                    host.substring(1, host.indexOf(']')),
                    port.startsWith(":") ? Optional.of(port(text, port.substring(1))) : Optional.empty(),
                    time);
        }
        int colon = host.indexOf(':');
        if (colon > 0 && colon == host.lastIndexOf(':')) {
            return new Selector.IpAddress(
                    host.substring(0, colon), Optional.of(port(text, host.substring(colon + 1))), time);
        }
        return new Selector.IpAddress(host, Optional.empty(), time);
    }

    private static int port(String whole, String text) {
        if (!text.matches("[0-9]{1,5}")) {
            throw CommandFailed.usage("--ip " + whole + " has no number as its port", "ports are 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static String[] pair(String option, String text, String remedy) {
        String[] parts = text.split(":", 2);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw CommandFailed.usage(option + " " + text + " has no two parts with a colon between", remedy);
        }
        return parts;
    }
}
