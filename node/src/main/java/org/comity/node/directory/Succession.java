package org.comity.node.directory;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.comity.node.directory.CardRefused.Code;
import org.comity.tlog.TreeHead;

/**
 * When a newer card of a recognised member takes the place of the one that is held, without asking a person.
 *
 * <p>Under the same identity a member may change names, authorities, addresses, TLS keys, parcel keys and officers at will: the
 * identity signature vouches for them. What peers rely on to see a theft is not taken that way: another identity or other log keys
 * need a new recognition. Revisions only rise, the lowest protocol version never falls, and the checkpoint never goes back, so an old
 * card cannot be played in again.
 */
final class Succession {

    private Succession() {}

    /**
     * @return what changes; empty if the offered card is byte for byte the held one
     * @throws CardRefused with the code of the rule that is broken
     */
    static Set<CardChange> check(VerifiedCard held, VerifiedCard offered) {
        Set<CardChange> changes = EnumSet.noneOf(CardChange.class);
        if (offered.digest().equals(held.digest())) {
            return changes;
        }
        requireSameIdentity(held, offered);
        boolean risen = checkRoot(held.root(), offered.root(), changes);
        Map<NodeName, NodeCard> before = new HashMap<>();
        held.nodes().forEach(node -> before.put(node.node(), node));
        for (NodeCard now : offered.nodes()) {
            NodeCard old = before.get(now.node());
            if (old != null) {
                risen |= checkNode(old, now, changes);
            }
        }
        if (!risen) {
            throw new CardRefused(
                    Code.REVISION_NOT_HIGHER,
                    "the card of " + offered.member() + " has the revisions of the one that is held, but other bytes");
        }
        return changes;
    }

    /**
     * Checks a card that brings another log: it is not taken without officers, but it is offered to them.
     *
     * @throws CardRefused when it is of another identity, no newer, or lowers the protocol version
     */
    static void checkOffer(VerifiedCard held, VerifiedCard offered) {
        requireIdentity(held, offered);
        requireRising(
                "root card of " + held.member(),
                held.root().revision(),
                offered.root().revision(),
                false);
        requireVersion(held.node(), offered.node());
    }

    private static void requireSameIdentity(VerifiedCard held, VerifiedCard offered) {
        requireIdentity(held, offered);
        if (!offered.node().node().equals(held.node().node())) {
            throw new CardRefused(
                    Code.LOG_CHANGED,
                    held.member() + " now answers from node " + offered.node().node() + " instead of "
                            + held.node().node() + ", another log; recognition must be renewed");
        }
    }

    private static void requireIdentity(VerifiedCard held, VerifiedCard offered) {
        if (!offered.member().equals(held.member())) {
            throw new CardRefused(
                    Code.WRONG_MEMBER, "the card is of " + offered.member() + ", must be of " + held.member());
        }
        if (!offered.root().identity().equals(held.root().identity())) {
            throw new CardRefused(
                    Code.IDENTITY_CHANGED,
                    "the card of " + held.member()
                            + " is of another identity; compare its fingerprint and recognise it anew");
        }
    }

    private static boolean checkRoot(RootCard old, RootCard now, Set<CardChange> changes) {
        boolean risen = requireRising("root card of " + old.member(), old.revision(), now.revision(), old.equals(now));
        note(changes, CardChange.NAMES, old.names().equals(now.names()));
        note(changes, CardChange.AUTHORITIES, old.authorities().equals(now.authorities()));
        note(changes, CardChange.NODES, old.nodes().equals(now.nodes()));
        return risen;
    }

    private static boolean checkNode(NodeCard old, NodeCard now, Set<CardChange> changes) {
        boolean risen = requireRising("card of node " + old.node(), old.revision(), now.revision(), old.equals(now));
        if (!old.origin().equals(now.origin()) || !old.logKeys().equals(now.logKeys())) {
            throw new CardRefused(
                    Code.LOG_CHANGED,
                    "node " + old.node() + " has another log or other log keys; recognition must be renewed");
        }
        requireVersion(old, now);
        requireForward(old, now);
        note(changes, CardChange.ADDRESSES, old.addresses().equals(now.addresses()));
        note(changes, CardChange.LOWEST_VERSION, old.lowestVersion() == now.lowestVersion());
        note(changes, CardChange.WITNESS_KEYS, old.witnessKeys().equals(now.witnessKeys()));
        note(changes, CardChange.VAULT_KEY, old.vaultRecipient().equals(now.vaultRecipient()));
        note(changes, CardChange.PARCEL_KEY, old.parcelRecipient().equals(now.parcelRecipient()));
        note(changes, CardChange.TLS_KEYS, old.pins().equals(now.pins()));
        note(changes, CardChange.DUTY_KEY, old.dutyKey().equals(now.dutyKey()));
        note(changes, CardChange.OFFICERS, old.officers().equals(now.officers()));
        note(changes, CardChange.CHECKPOINT, old.checkpoint().equals(now.checkpoint()));
        return risen;
    }

    private static boolean requireRising(String what, long old, long now, boolean same) {
        if (!same && now <= old) {
            throw new CardRefused(
                    Code.REVISION_NOT_HIGHER,
                    "the " + what + " has revision " + now + ", held is " + old + "; a change must raise it");
        }
        return !same;
    }

    private static void requireVersion(NodeCard old, NodeCard now) {
        if (now.lowestVersion() < old.lowestVersion()) {
            throw new CardRefused(
                    Code.VERSION_LOWERED,
                    "node " + old.node() + " lowers its protocol version from " + old.lowestVersion() + " to "
                            + now.lowestVersion() + "; it may only rise");
        }
    }

    private static void requireForward(NodeCard old, NodeCard now) {
        TreeHead before = old.checkpoint().checkpoint().head();
        TreeHead after = now.checkpoint().checkpoint().head();
        if (after.size() < before.size() || (after.size() == before.size() && !after.equals(before))) {
            throw new CardRefused(
                    Code.CHECKPOINT_BACK,
                    "the checkpoint of node " + old.node() + " has size " + after.size() + ", held is " + before.size()
                            + "; it must be the same tree or a larger one");
        }
    }

    private static void note(Set<CardChange> changes, CardChange change, boolean same) {
        if (!same) {
            changes.add(change);
        }
    }
}
