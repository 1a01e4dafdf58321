package org.comity.node.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.comity.node.record.JsonBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
    private static final UtcTime AT = Requests.SEEN_AT;

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "198.51.100.255", "203.0.113.0", "2001:db8::7", "2001:DB8:0:1::192.0.2.1"})
    void takesSingleAddresses(String address) {
        assertThat(new Selector.IpAddress(address, Optional.of(443), AT).printed())
                .contains(address)
                .contains("port 443");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0/24", "192.0.2.1-192.0.2.9", "192.0.2.*", "2001:db8::/32"})
    void refusesRangeOfAddresses(String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Selector.IpAddress(range, Optional.empty(), AT))
                .withMessageContaining("is a range");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2",
                "192.0.2.256",
                "192.0.2.07",
                "192.0.2.7.",
                "3221225991",
                "0xC0000207",
                "example.org",
                "",
                "2001:db8::1::2",
                "2001:db8::7%eth0",
                "::ffff:192.0.2.7",
                "[2001:db8::7]",
                "192.0.2.7 "
            })
    void refusesWhatIsNoLiteral(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Selector.IpAddress(address, Optional.empty(), AT))
                .withMessageStartingWith("IP address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "10.1.2.3",
                "192.168.0.1",
                "172.16.9.9",
                "169.254.1.1",
                "224.0.0.1",
                "::1",
                "::",
                "fe80::1",
                "fd00::1",
                "ff02::1"
            })
    void refusesAddressOfNobody(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Selector.IpAddress(address, Optional.empty(), AT))
                .withMessageContaining("outside its own network");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void refusesPortOutOfRange(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Selector.IpAddress("192.0.2.7", Optional.of(port), AT))
                .withMessageContaining("port " + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "user*", "us%r", "all", "ANY", "everyone"})
    void refusesAccountsOfMany(String account) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Selector.Account("example mail", account))
                .withMessageContaining("name each single account");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*@example.org",
                "@example.org",
                "example.org",
                "a@b@example.org",
                "a b@example.org",
                "a@localhost"
            })
    void refusesWhatIsNoMailbox(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Selector.Email(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*.example.org", "org", "exa mple.org", "-a.example", "192.0.2.7", "a..b", "b\u00fccher.example"
            })
    void refusesWhatIsNoSingleDomain(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Selector.Domain(name))
                .withMessageStartingWith("domain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/a",
                "https://user:secret@example.org/",
                "https:///path",
                "example.org/a",
                "https://*.example.org/",
                "https://example.org/a b"
            })
    void refusesWhatIsNoSingleUrl(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Selector.Url(url))
                .withMessageStartingWith("URL");
    }

    @Test
    void takesUrlWithQuery() {
        assertThat(new Selector.Url("https://example.org/watch?v=1%20a").printed())
                .endsWith("?v=1%20a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0049301234567", "+0301234567", "+49", "+4930123456789012", "+49 30 1234567"})
    void refusesWhatIsNoNumber(String number) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Selector.Phone(number));
    }

    @Test
    void refusesDeviceOfUnknownScheme() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Selector.Device("colour", "red"))
                .withMessageContaining("imei, imsi, mac, serial");
    }

    @Test
    void refusesImeiWithLetters() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Selector.Device("imei", "35693803564380X"));
    }

    @Test
    void everyTypeSurvivesItsJson() {
        for (Selector selector : new Selector[] {
            new Selector.IpAddress("192.0.2.7", Optional.empty(), AT),
            new Selector.Account("example mail", "user-17"),
            new Selector.Email("a@example.org"),
            new Selector.Phone("+84241234567"),
            new Selector.Domain("example.org"),
            new Selector.Url("https://example.org/"),
            new Selector.Device("mac", "00:00:5e:00:53:01")
        }) {
            byte[] json = JsonBody.write(selector);
            assertThat(JsonBody.read(json, Selector.class)).isEqualTo(selector);
        }
    }
}
