package org.comity.node.bundle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.tlog.VerifiedCheckpoint;

/**
 * Whether the keys in a bundle lead to an anchor of the verifier.
 *
 * <p>A forger can make a whole world: identities, cards, logs, officers, all consistent. What a forger cannot make is a card whose
 * identity has the fingerprint that the verifier's own state published. From there one step is allowed: the anchored exporter has
 * recognised the other member's identity in its own log, with two officers who compared its fingerprint. A recognition in which
 * nobody compared anything counts in an exercise only.
 *
 * <p>The other way needs no identity: if enough of the verifier's witnesses have cosigned every checkpoint under which something is
 * proven, these logs are the ones that the witnesses watch. A witness knows a log by its name: that the card in the file gives this
 * name to the right member, it does not vouch for, and the verdict says so.
 */
final class Anchoring {

    private final Anchors anchors;
    private final Realm realm;
    private final Keyring keys;
    private final Map<MemberId, String> through = new LinkedHashMap<>();
    private final List<String> open = new ArrayList<>();

    Anchoring(Anchors anchors, Realm realm, Keyring keys) {
        this.anchors = anchors;
        this.realm = realm;
        this.keys = keys;
        for (VerifiedCard card : keys.members()) {
            if (anchors.hold(card)) {
                through.put(card.member(), card.member() + " by its identity, which you gave");
            }
        }
        for (String identity : anchors.identities()) {
            if (keys.members().stream().noneMatch(card -> Anchors.isOf(identity, card))) {
                open.add("the anchor " + HtmlText.shown(identity) + " is of no member in this file");
            }
        }
    }

    /**
     * Takes a proven recognition by the exporter, whose officers were checked.
     *
     * @param file of the record
     */
    void recognised(String file, MemberId exporter, Recognition recognition) {
        if (!through.containsKey(exporter) || through.containsKey(recognition.member())) {
            return;
        }
        boolean sameIdentity = keys.card(recognition.member())
                .filter(card -> card.root().identity().digest().equals(recognition.identity()))
                .isPresent();
        if (!sameIdentity) {
            open.add(exporter + " recognised another identity of " + recognition.member()
                    + " than that of its card here");
        } else if (recognition.uncompared() && !realm.isExercise()) {
            open.add(exporter + " recognised " + recognition.member() + " without comparing its fingerprint");
        } else {
            through.put(
                    recognition.member(),
                    recognition.member() + " by the recognition of " + exporter + " in " + file
                            + (recognition.uncompared() ? " (an exercise: nobody compared the fingerprint)" : ""));
        }
    }

    /** The verdict on a proven file whose records are of these members. */
    Verdict decide(Report.Builder report, Set<MemberId> needed, Collection<VerifiedCheckpoint> checkpoints) {
        if (anchors.isEmpty()) {
            return new Verdict.Proven(
                    report.build(),
                    false,
                    List.of("you gave no anchor, and keys in a file prove nothing by themselves"));
        }
        List<String> reached = new ArrayList<>();
        boolean byIdentity = !anchors.identities().isEmpty() && through.keySet().containsAll(needed);
        if (byIdentity) {
            needed.forEach(member -> reached.add(through.get(member)));
        }
        boolean byWitnesses = anchors.quorum() > 0 && witnessed(checkpoints);
        if (byWitnesses) {
            reached.add("at least " + anchors.quorum() + " of your witnesses watch the logs " + origins(checkpoints)
                    + " and cosigned every checkpoint used; a witness knows a log by this name, not whose it is");
        }
        through.values().forEach(words -> report.holds("anchor", words));
        if (byIdentity || byWitnesses) {
            open.forEach(words -> report.note("anchor", words));
            return new Verdict.Anchored(report.build(), reached);
        }
        if (!anchors.identities().isEmpty()) {
            needed.stream()
                    .filter(member -> !through.containsKey(member))
                    .forEach(member -> open.add("nothing leads from your anchor to " + member));
        }
        open.forEach(words -> report.lacks("anchor", words));
        return new Verdict.Proven(report.build(), true, open);
    }

    private static String origins(Collection<VerifiedCheckpoint> checkpoints) {
        return checkpoints.stream()
                .map(VerifiedCheckpoint::origin)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    private boolean witnessed(Collection<VerifiedCheckpoint> checkpoints) {
        boolean all = !checkpoints.isEmpty();
        for (VerifiedCheckpoint checkpoint : checkpoints) {
            SortedMap<String, Long> times = LogChecks.cosigned(checkpoint, anchors.witnessesByName());
            if (times.size() < anchors.quorum()) {
                open.add("the checkpoint " + checkpoint.head().size() + " of " + checkpoint.origin()
                        + " is cosigned by " + times.size() + " of your witnesses, you ask for " + anchors.quorum());
                all = false;
            }
        }
        return all;
    }
}
