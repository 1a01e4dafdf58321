package org.comity.node.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://node.gov.example",
                "https://node.gov.example:8443/comity",
                "https://203.0.113.9",
                "https://[2a00:1450:4001:80e::200e]:8443",
                "https://xn--80ak6aa92e.example"
            })
    void takesPublicAddresses(String address) {
        assertThatCode(() -> AddressRule.PUBLIC_ONLY.check(URI.create(address))).doesNotThrowAnyException();
        assertThatCode(() -> AddressRule.ALLOW_PRIVATE.check(URI.create(address)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost",
                "https://LOCALHOST:8443",
                "https://localhost.",
                "https://a.localhost",
                "https://127.0.0.1",
                "https://127.9.9.9:8443",
                "https://10.1.2.3",
                "https://172.16.0.1",
                "https://192.168.1.1",
                "https://169.254.169.254",
                "https://100.64.0.1",
                "https://198.18.0.1",
                "https://[::1]",
                "https://[fe80::1]",
                "https://[fd00::1]",
                "https://[::ffff:10.0.0.1]",
                "https://[64:ff9b::a00:1]",
                "https://[2002:7f00:1::1]"
            })
    void cardWithLoopbackAddress(String address) {
        refused(AddressRule.PUBLIC_ONLY, address);
        assertThatCode(() -> AddressRule.ALLOW_PRIVATE.check(URI.create(address)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://node.gov.example",
                "ftp://node.gov.example",
                "https:node.gov.example",
                "https://user@node.gov.example",
                "https://user:word@node.gov.example",
                "https://node.gov.example?to=10.0.0.1",
                "https://node.gov.example#x",
                "https://node.gov.example/",
                "https://node.gov.example:0",
                "https://node.gov.example:70000",
                "https://0.0.0.0",
                "https://[::]",
                "https://224.0.0.1",
                "https://255.255.255.255",
                "https://[ff02::1]",
                "https://2130706433",
                "https://127.1",
                "https://0x7f.0.0.1",
                "/peer",
                "https://"
                        + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                        + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                        + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example"
            })
    void refusesWhatIsNoAddressOfANodeAtAll(String address) {
        refused(AddressRule.PUBLIC_ONLY, address);
        refused(AddressRule.ALLOW_PRIVATE, address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "10.0.0.1", "::1", "fc00::1", "169.254.169.254", "::ffff:192.168.0.1", "::7f00:1"})
    void refusesANameThatResolvesInward(String resolved) {
        InetAddress address = InetAddress.ofLiteral(resolved);
        assertThatThrownBy(() -> AddressRule.PUBLIC_ONLY.check(address))
                .isInstanceOfSatisfying(
                        CardRefused.class, e -> assertThat(e.code()).isEqualTo(CardRefused.Code.ADDRESS_FORBIDDEN));
        assertThatCode(() -> AddressRule.ALLOW_PRIVATE.check(address)).doesNotThrowAnyException();
    }

    private static void refused(AddressRule rule, String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            // Not even a URI: the card that holds it is malformed.
            return;
        }
        assertThatThrownBy(() -> rule.check(uri))
                .isInstanceOfSatisfying(
                        CardRefused.class, e -> assertThat(e.code()).isEqualTo(CardRefused.Code.ADDRESS_FORBIDDEN));
    }
}
