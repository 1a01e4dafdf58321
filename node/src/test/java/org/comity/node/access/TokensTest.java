package org.comity.node.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.comity.node.ledger.Refused;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final OfficerId ID = new OfficerId("of-1");
    private static final Set<Role> ROLES = EnumSet.of(Role.APPROVER, Role.AUDITOR);

    private final Turns turns = new Turns(Realm.WORLD, new MemberId("XA"), Officers.MIGRATIONS);
    private final SeededEntropy entropy = new SeededEntropy(5);

    @BeforeEach
    void admitOfficer() throws Refused {
        turns.run(turn -> Officers.admit(turn, new Officer(ID, "Name", ROLES), key(ROLES)));
    }

    @AfterEach
    void close() {
        turns.close();
    }

    @Test
    void admitsItsBearerWithTheScopeGiven() throws Refused {
        Tokens.Issued token = issue(EnumSet.of(Role.AUDITOR), Duration.ofDays(1));
        Tokens.Bearer bearer = admit(token.text());
        assertThat(bearer.officer()).isEqualTo(ID);
        assertThat(bearer.roles()).containsExactly(Role.AUDITOR);
        assertThat(bearer.tokenId()).isEqualTo(token.id());
    }

    @Test
    void doesNotStoreTheToken() throws Refused {
        Tokens.Issued token = issue(ROLES, Duration.ofDays(1));
        String dump = turns.read(
                sql -> sql.first("SELECT id || officer || roles || hex(digest) FROM access_token", row -> row.text(0))
                        .orElseThrow());
        String secret = token.text().substring(Tokens.PREFIX.length());
        assertThat(dump)
                .doesNotContain(secret)
                .doesNotContainIgnoringCase(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
        assertThat(token.toString()).doesNotContain(secret);
    }

    @Test
    void refusesAnExpiredToken() throws Refused {
        Tokens.Issued token = issue(ROLES, Duration.ofHours(1));
        turns.pass(Duration.ofHours(1).minusMillis(1));
        assertThat(admit(token.text()).officer()).isEqualTo(ID);
        turns.pass(Duration.ofMillis(1));
        refused(token.text());
    }

    @Test
    void refusesARevokedToken() throws Refused {
        Tokens.Issued token = issue(ROLES, Duration.ofDays(1));
        turns.run(turn -> {
            Tokens.revoke(turn, token.id());
            return 0;
        });
        refused(token.text());
        assertThat(turns.list(sql -> Tokens.list(sql, ID)))
                .singleElement()
                .satisfies(listed -> assertThat(listed.revoked()).isPresent());
    }

    @Test
    void refusesTheTokenOfARetiredOfficer() throws Refused {
        Tokens.Issued token = issue(ROLES, Duration.ofDays(1));
        turns.run(turn -> Officers.retire(turn, ID));
        refused(token.text());
    }

    @Test
    void losesARoleTogetherWithItsOfficer() throws Refused {
        Tokens.Issued token = issue(ROLES, Duration.ofDays(1));
        turns.run(turn -> Officers.replaceKey(turn, ID, key(EnumSet.of(Role.AUDITOR))));
        assertThat(admit(token.text()).roles()).containsExactly(Role.AUDITOR);
        turns.run(turn -> Officers.replaceKey(turn, ID, key(EnumSet.of(Role.DRAFTER))));
        refused(token.text());
    }

    @Test
    void refusesAnythingElse() throws Refused {
        String text = issue(ROLES, Duration.ofDays(1)).text();
        refused("");
        refused(Tokens.PREFIX);
        refused(text + "A");
        refused(text.substring(1));
        refused(text.toUpperCase(Locale.ROOT));
        for (int i = Tokens.PREFIX.length(); i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            refused(text.substring(0, i) + other + text.substring(i + 1));
        }
    }

    @Test
    void refusesAScopeTheOfficerDoesNotHold() {
        notIssued(EnumSet.of(Role.ADMINISTRATOR), Duration.ofDays(1));
    }

    @Test
    void refusesAnEmptyScope() {
        notIssued(EnumSet.noneOf(Role.class), Duration.ofDays(1));
    }

    @Test
    void refusesALifeOutOfRange() {
        notIssued(ROLES, Duration.ZERO);
        notIssued(ROLES, Tokens.MAX_LIFE.plusSeconds(1));
    }

    private Tokens.Issued issue(Set<Role> scope, Duration life) throws Refused {
        return turns.run(turn -> Tokens.issue(turn, ID, scope, life, entropy));
    }

    private Tokens.Bearer admit(String text) throws Refused {
        return turns.run(turn -> Tokens.admit(turn.sql(), text, turn.now()));
    }

    private void refused(String text) {
        assertThatThrownBy(() -> admit(text))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.NOT_ALLOWED))
                .hasMessage("this token is not valid here");
    }

    private void notIssued(Set<Role> scope, Duration life) {
        assertThatThrownBy(() -> issue(scope, life)).isInstanceOf(Refused.class);
    }

    private OfficerKey key(Set<Role> roles) {
        return OfficerSecretKey.generate(entropy).publicKey(roles, 0, Long.MAX_VALUE);
    }
}
