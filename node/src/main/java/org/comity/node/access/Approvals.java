package org.comity.node.access;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.comity.node.record.Act;
import org.comity.node.record.Approval;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.Draft;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.tlog.Hash;

/**
 * Checks that people stand behind an act.
 *
 * <p>An approval is believed when its key is known, was valid at the time the officer states, holds the role it was given in, and
 * signed the bytes of the very statement that this act makes: the same body, sender, recipient, authorities, documents and rulebook.
 * Approvals by one key count once, so that a coercive act needs two people. A signature of a known key that does not hold refuses
 * the whole act, since somebody has changed something; approvals by unknown keys, or in a role that does not fit, are merely not
 * counted.
 *
 * <p>How many are needed is the matter of the kind of act: whoever knows the kinds calls {@link #requireTwo} or {@link #requireOne}.
 */
public final class Approvals {

    private Approvals() {}

    /**
     * What a coercive act of another state must carry.
     *
     * @throws ApprovalRefused unless two different keys in a fitting role approved this act
     */
    public static void requireTwo(Act act, Set<Role> fitting, Function<Hash, Optional<OfficerKey>> keys) {
        require(2, act::statement, act.approvals(), fitting, keys);
    }

    /**
     * What an ordinary act of another state must carry.
     *
     * @throws ApprovalRefused unless a key in a fitting role approved this act
     */
    public static void requireOne(Act act, Set<Role> fitting, Function<Hash, Optional<OfficerKey>> keys) {
        require(1, act::statement, act.approvals(), fitting, keys);
    }

    /**
     * What our own coercive draft must carry before it is committed.
     *
     * @throws ApprovalRefused unless two different keys in a fitting role approved this draft
     */
    public static void requireTwo(
            Draft draft, Realm realm, MemberId sender, Set<Role> fitting, Function<Hash, Optional<OfficerKey>> keys) {
        require(2, statements(draft, realm, sender), draft.approvals(), fitting, keys);
    }

    /**
     * What our own ordinary draft must carry before it is committed.
     *
     * @throws ApprovalRefused unless a key in a fitting role approved this draft
     */
    public static void requireOne(
            Draft draft, Realm realm, MemberId sender, Set<Role> fitting, Function<Hash, Optional<OfficerKey>> keys) {
        require(1, statements(draft, realm, sender), draft.approvals(), fitting, keys);
    }

    /**
     * Checks one approval alone, for example as soon as an officer hands it in.
     *
     * @throws ApprovalRefused unless its key is known, valid, of that role, and signed this draft
     */
    public static void verify(
            Draft draft, Realm realm, MemberId sender, Approval approval, Function<Hash, Optional<OfficerKey>> keys) {
        OfficerKey key = keys.apply(approval.officerKeyId())
                .orElseThrow(() -> new ApprovalRefused("the officer's key " + shown(approval) + " is not known here"));
        verify(statements(draft, realm, sender).apply(approval), approval, key);
    }

    private static Function<Approval, ApprovalStatement> statements(Draft draft, Realm realm, MemberId sender) {
        return approval -> ApprovalStatement.of(draft, realm, sender, approval.role(), approval.timeMs());
    }

    private static void require(
            int needed,
            Function<Approval, ApprovalStatement> statements,
            List<Approval> approvals,
            Set<Role> fitting,
            Function<Hash, Optional<OfficerKey>> keys) {
        Set<String> words = Set.copyOf(Role.words(fitting));
        Set<Hash> counted = new HashSet<>();
        int unknown = 0;
        for (Approval approval : approvals) {
            Optional<OfficerKey> key = keys.apply(approval.officerKeyId());
            if (key.isEmpty()) {
                unknown++;
                continue;
            }
            verify(statements.apply(approval), approval, key.get());
            if (words.contains(approval.role())) {
                counted.add(approval.officerKeyId());
            }
        }
        if (counted.size() < needed) {
            throw new ApprovalRefused("approved by " + counted.size() + " officers in the roles "
                    + Role.words(fitting) + ", needed are " + needed + " different ones; " + approvals.size()
                    + " approvals were given, " + unknown + " of them by keys that are not known here");
        }
    }

    private static void verify(ApprovalStatement statement, Approval approval, OfficerKey key) {
        if (!key.id().equals(approval.officerKeyId()) || key.algorithm() != approval.algorithm()) {
            throw new ApprovalRefused("the approval by " + shown(approval) + " names another key or algorithm");
        }
        if (!key.isValidAt(approval.timeMs())) {
            throw new ApprovalRefused("the key " + shown(approval) + " is not valid at " + approval.timeMs()
                    + " ms; it is from " + key.validFromMs() + " until " + key.validUntilMs());
        }
        if (key.roles().stream().noneMatch(role -> role.word().equals(approval.role()))) {
            throw new ApprovalRefused("the key " + shown(approval) + " may sign as " + Role.words(key.roles())
                    + ", not as " + approval.role());
        }
        try {
            Ed25519Key.verify(key.publicKey(), statement.bytes(), approval.signature());
        } catch (SignatureRefused e) {
            throw new ApprovalRefused(
                    "the approval by " + shown(approval) + " is not over this act: something in it was changed", e);
        }
    }

    private static String shown(Approval approval) {
        return approval.officerKeyId().hex().substring(0, 16) + "...";
    }
}
