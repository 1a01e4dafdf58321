package org.comity.node.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.comity.node.access.Officers;
import org.comity.node.access.Turns;
import org.comity.node.ledger.Refused;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cards that a member says are its newest. */
class OffersTest {

    private static final MemberId SELF = new MemberId("XS");

    private final Turns turns = new Turns(
            Realm.WORLD,
            SELF,
            Stream.concat(Officers.MIGRATIONS.stream(), Directory.MIGRATIONS.stream())
                    .toList());
    private final Members peer = new Members("XA");
    private final VerifiedCard card = peer.card();
    private Directory directory = load();

    @BeforeEach
    void recognise() throws Refused {
        admit(card);
    }

    @AfterEach
    void close() {
        turns.close();
    }

    @Test
    void takesAChangeThatNeedsNobody() throws Refused {
        VerifiedCard next = peer.renewed(card);
        assertThat(learn(next)).isEqualTo(Learned.TAKEN);
        assertThat(held().digest()).isEqualTo(next.digest());
        assertThat(learn(next)).isEqualTo(Learned.KNOWN);
        assertThat(directory.offered(peer.id)).isEmpty();
    }

    @Test
    void offersTheCardOfTheNextGenerationAndDoesNotTakeIt() throws Refused {
        VerifiedCard second = nextGeneration(card);
        assertThat(learn(second)).isEqualTo(Learned.OFFERED);
        assertThat(held().digest()).isEqualTo(card.digest());
        assertThat(offeredDigest()).isEqualTo(second.digest().hex());
        assertThat(turns.log().getLast().kind().text()).isEqualTo("directory.card-offered");

        directory = load();
        assertThat(offeredDigest())
                .as("after a restart")
                .isEqualTo(second.digest().hex());
    }

    @Test
    void keepsTheNewestOfferOnly() throws Refused {
        VerifiedCard second = nextGeneration(card);
        VerifiedCard third = nextGeneration(second);
        learn(second);
        assertThat(learn(third)).isEqualTo(Learned.OFFERED);
        int acts = turns.log().size();
        assertThat(learn(second)).isEqualTo(Learned.KNOWN);
        assertThat(learn(third)).isEqualTo(Learned.KNOWN);
        assertThat(offeredDigest()).isEqualTo(third.digest().hex());
        assertThat(turns.log()).hasSize(acts);
    }

    @Test
    void recognitionSettlesTheOffer() throws Refused {
        VerifiedCard second = nextGeneration(card);
        learn(second);
        admit(second);
        assertThat(directory.offered(peer.id)).isEmpty();
        assertThat(held().digest()).isEqualTo(second.digest());
        assertThat(load().offered(peer.id)).isEmpty();
    }

    @Test
    void theEndOfTheRecognitionSettlesTheOffer() throws Refused {
        learn(nextGeneration(card));
        turns.run(turn -> directory.withdraw(turn, peer.id, "treaty ended"));
        assertThat(directory.offered(peer.id)).isEmpty();
        assertThat(load().offered(peer.id)).isEmpty();
    }

    @Test
    void anotherIdentityIsNeverOffered() {
        peer.identity = IdentityKeys.generate(peer.entropy);
        peer.keys = peer.keys.nextGeneration(peer.entropy);
        refused(peer.renewed(card), Refused.Code.WRONG_STATE, "another identity");
    }

    @Test
    void anotherLogUnderALowerRevisionIsNotOffered() throws Refused {
        VerifiedCard second = nextGeneration(card);
        VerifiedCard far = OwnCard.renewed(
                second,
                peer.profile,
                peer.identity,
                peer.keys,
                peer.checkpoint(0),
                AddressRule.PUBLIC_ONLY,
                Members.ISSUED,
                50);
        admit(far);
        peer.keys = peer.keys.nextGeneration(peer.entropy);
        refused(peer.renewed(second), Refused.Code.WRONG_STATE, "a change must raise it");
    }

    @Test
    void anotherLogWithALowerProtocolVersionIsNotOffered() throws Refused {
        MemberProfile p = peer.profile;
        peer.profile = new MemberProfile(
                p.realm(), p.member(), p.names(), p.node(), p.authorities(), p.addresses(), p.officers(), 2);
        VerifiedCard two = peer.renewed(card);
        learn(two);
        peer.profile = p;
        peer.keys = peer.keys.nextGeneration(peer.entropy);
        refused(peer.renewed(two), Refused.Code.WRONG_STATE, "lowers its protocol version");
    }

    @Test
    void aCardOfAnotherRealmIsNotOffered() {
        VerifiedCard exercise = new Members("XA", Realm.exercise("e1")).card();
        refused(exercise, Refused.Code.INVALID, "realm");
    }

    @Test
    void aStrangerOffersNothing() {
        refused(new Members("XB").card(), Refused.Code.NOT_FOUND, "not recognised");
    }

    @Test
    void aCardThatClaimsAnotherMembersKeysIsNotOffered() throws Refused {
        Members other = new Members("XB");
        admit(other.card());
        NodeKeys own = peer.keys;
        peer.keys = other.keys;
        peer.profile = new MemberProfile(
                Realm.WORLD,
                peer.id,
                peer.profile.names(),
                other.node,
                other.profile.authorities(),
                peer.profile.addresses(),
                List.of(),
                1);
        VerifiedCard stolen = peer.renewed(card);
        peer.keys = own;
        refused(stolen, Refused.Code.WRONG_STATE, "claims what belongs to XB");
    }

    private VerifiedCard nextGeneration(VerifiedCard earlier) {
        peer.keys = peer.keys.nextGeneration(peer.entropy);
        return peer.renewed(earlier);
    }

    private VerifiedCard held() {
        return directory.peer(peer.id).orElseThrow().card();
    }

    private String offeredDigest() {
        return directory.offered(peer.id).orElseThrow().card().digest().hex();
    }

    private Learned learn(VerifiedCard newest) throws Refused {
        return turns.run(turn -> directory.learn(turn, newest));
    }

    private void admit(VerifiedCard shown) throws Refused {
        turns.run(turn -> directory.admit(turn, shown, Comparison.DEMO, List.of()));
    }

    private void refused(VerifiedCard newest, Refused.Code code, String why) {
        assertThatThrownBy(() -> learn(newest))
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(directory.offered(newest.member())).isEmpty();
    }

    private Directory load() {
        return turns.read(sql -> Directory.load(Realm.WORLD, SELF, AddressRule.ALLOW_PRIVATE, sql));
    }
}
