package org.comity.node.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.comity.node.ledger.Refused;
import org.comity.node.record.Act;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OfficersTest {

    private static final OfficerId ID = new OfficerId("of-1");
    private static final Set<Role> ROLES = EnumSet.of(Role.APPROVER, Role.AUDITOR);

    private final Turns turns = new Turns(Realm.WORLD, new MemberId("XA"), Officers.MIGRATIONS);
    private final SeededEntropy entropy = new SeededEntropy(3);
    private final OfficerKey key = key();

    @AfterEach
    void close() {
        turns.close();
    }

    @Test
    void findsAnOfficerAndTheKey() throws Refused {
        admit();
        assertThat(turns.find(sql -> Officers.find(sql, ID)))
                .hasValueSatisfying(officer -> assertThat(officer.roles()).isEqualTo(ROLES));
        assertThat(turns.find(sql -> Officers.key(sql, key.id()))).contains(key);
        assertThat(turns.find(sql -> Officers.holder(sql, key.id()))).contains(ID);
        assertThat(turns.find(sql -> Officers.currentKey(sql, ID))).contains(key);
    }

    @Test
    void logsPseudonymAndKeyButNeverTheName() throws Refused {
        admit();
        Act act = turns.log().getFirst();
        assertThat(act.kind().text()).isEqualTo("access.officer-admitted");
        assertThat(new String(act.bytes(), StandardCharsets.ISO_8859_1))
                .contains("of-1")
                .doesNotContain("Real Name");
    }

    @Test
    void refusesTheSameIdTwice() throws Refused {
        admit();
        refusedAs(Refused.Code.DUPLICATE, new Officer(ID, "Somebody", ROLES), key());
    }

    @Test
    void neverGivesTheIdOfAFormerOfficerAgain() throws Refused {
        admit();
        turns.run(turn -> Officers.retire(turn, ID));
        refusedAs(Refused.Code.DUPLICATE, new Officer(ID, "Somebody", ROLES), key());
    }

    @Test
    void refusesOneKeyForTwoOfficers() throws Refused {
        admit();
        refusedAs(Refused.Code.DUPLICATE, new Officer(new OfficerId("of-2"), "Somebody", ROLES), key);
    }

    @Test
    void refusesAKeyOfOtherRoles() {
        refusedAs(Refused.Code.INVALID, new Officer(ID, "Somebody", EnumSet.of(Role.DRAFTER)), key);
    }

    @Test
    void aReplacedKeyEndsButStaysOnFile() throws Refused {
        admit();
        turns.pass(Duration.ofHours(1));
        OfficerKey next = key();
        turns.run(turn -> Officers.replaceKey(turn, ID, next));
        long now = turns.now().toEpochMilli();
        assertThat(turns.find(sql -> Officers.key(sql, key.id()))).hasValueSatisfying(old -> {
            assertThat(old.isValidAt(now - 1)).isTrue();
            assertThat(old.isValidAt(now)).isFalse();
        });
        assertThat(turns.find(sql -> Officers.currentKey(sql, ID))).contains(next);
        assertThat(turns.find(sql -> Officers.keyInUse(sql, key.id(), turns.now())))
                .isEmpty();
        assertThat(turns.find(sql -> Officers.keyInUse(sql, next.id(), turns.now())))
                .contains(next);
    }

    @Test
    void refusesToGoBackToAnOldKey() throws Refused {
        admit();
        turns.run(turn -> Officers.replaceKey(turn, ID, key()));
        assertThatThrownBy(() -> turns.run(turn -> Officers.replaceKey(turn, ID, key)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("belongs to an officer already");
    }

    @Test
    void aRetiredOfficerIsGoneAndTheKeyEnds() throws Refused {
        admit();
        turns.pass(Duration.ofHours(1));
        turns.run(turn -> Officers.retire(turn, ID));
        assertThat(turns.find(sql -> Officers.find(sql, ID))).isEmpty();
        assertThat(turns.list(Officers::all)).isEmpty();
        assertThat(turns.find(sql -> Officers.keyInUse(sql, key.id(), turns.now())))
                .isEmpty();
        assertThat(turns.list(Officers::keys)).hasSize(1);
    }

    @Test
    void refusesToRetireAStranger() {
        assertThatThrownBy(() -> turns.run(turn -> Officers.retire(turn, ID)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no officer of-1");
    }

    private void admit() throws Refused {
        turns.run(turn -> Officers.admit(turn, new Officer(ID, "Real Name", ROLES), key));
    }

    private void refusedAs(Refused.Code code, Officer officer, OfficerKey given) {
        assertThatThrownBy(() -> turns.run(turn -> Officers.admit(turn, officer, given)))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private OfficerKey key() {
        return OfficerSecretKey.generate(entropy).publicKey(ROLES, 0, Long.MAX_VALUE);
    }
}
