package org.comity.node.casework;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/**
 * What names the data to preserve: one exact identifier, never a pattern, a range or everybody.
 *
 * <p>Each selector must lead a custodian to one account, one device, one site. A request for many people at once is no
 * request for preservation of specified data, so wildcards and ranges are refused where they are written.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Selector.IpAddress.class, name = "ip-address"),
    @JsonSubTypes.Type(value = Selector.Account.class, name = "account"),
    @JsonSubTypes.Type(value = Selector.Email.class, name = "email"),
    @JsonSubTypes.Type(value = Selector.Phone.class, name = "phone"),
    @JsonSubTypes.Type(value = Selector.Domain.class, name = "domain"),
    @JsonSubTypes.Type(value = Selector.Url.class, name = "url"),
    @JsonSubTypes.Type(value = Selector.Device.class, name = "device")
})
public sealed interface Selector {

    /** The selector in one line, for lists. */
    String printed();

    /**
     * An address on the Internet at a moment.
     *
     * @param address one IPv4 or IPv6 literal; addresses that mean nothing outside their own network are refused
     * @param port source port, 1 to 65535; without it a carrier that shares addresses cannot tell its customers apart
     * @param at when the address was seen
     */
    record IpAddress(String address, Optional<Integer> port, UtcTime at) implements Selector {
        public IpAddress {
            SelectorChecks.address(address);
            port.ifPresent(SelectorChecks::port);
        }

        @Override
        public String printed() {
            return address + port.map(p -> " port " + p).orElse("") + " at " + at;
        }
    }

    /**
     * An account at a provider.
     *
     * @param provider the service as its users know it
     * @param account name or number of exactly one account there
     */
    record Account(String provider, String account) implements Selector {
        public Account {
            FreeText.line("provider", provider, 200);
            SelectorChecks.exact("account", FreeText.line("account", account, 320));
        }

        @Override
        public String printed() {
            return account + " at " + provider;
        }
    }

    /** One mailbox, {@code name@domain}. */
    record Email(String address) implements Selector {
        public Email {
            SelectorChecks.mailbox(address);
        }

        @Override
        public String printed() {
            return address;
        }
    }

    /** One telephone number with its country code, {@code +} and 7 to 15 digits (ITU-T E.164). */
    record Phone(String number) implements Selector {
        public Phone {
            SelectorChecks.phone(number);
        }

        @Override
        public String printed() {
            return number;
        }
    }

    /** One domain name in ASCII, as the DNS knows it (RFC 1035, RFC 5890). */
    record Domain(String name) implements Selector {
        public Domain {
            SelectorChecks.domain(name);
        }

        @Override
        public String printed() {
            return name;
        }
    }

    /** One address of the web, {@code http} or {@code https}, without user name. */
    record Url(String url) implements Selector {
        public Url {
            SelectorChecks.url(url);
        }

        @Override
        public String printed() {
            return url;
        }
    }

    /**
     * One device.
     *
     * @param scheme what the identifier is: {@code imei}, {@code imsi}, {@code mac}, {@code serial}
     * @param identifier as that scheme writes it
     */
    record Device(String scheme, String identifier) implements Selector {
        public Device {
            SelectorChecks.device(scheme, identifier);
        }

        @Override
        public String printed() {
            return scheme + " " + identifier;
        }
    }
}
