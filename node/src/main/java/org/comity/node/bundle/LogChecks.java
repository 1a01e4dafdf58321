package org.comity.node.bundle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.record.Realm;
import org.comity.tlog.LogException;
import org.comity.tlog.NoteSignature;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifiedCheckpoint;
import org.comity.tlog.VerifierKey;

/**
 * Proves records in the logs of a keyring, and watches what the proofs say together: whether one log shows two trees of one size, and
 * which witnesses have cosigned.
 */
final class LogChecks {

    private record Size(String origin, long size) {}

    private final Realm realm;
    private final Keyring keys;
    private final Map<Size, TreeHead> heads = new HashMap<>();
    private final List<VerifiedCheckpoint> checkpoints = new ArrayList<>();

    LogChecks(Realm realm, Keyring keys) {
        this.realm = realm;
        this.keys = keys;
    }

    /**
     * Proves that a record stands in the log it names, under all required keys of its sender's card.
     *
     * @param file of the proof
     * @return empty if no card names that log
     * @throws BundleRefused if it is not there, or the record is of another member or realm than the log
     */
    Optional<VerifiedCheckpoint> prove(String file, ProvenRecord proven) {
        String origin = proven.act().origin();
        if (!proven.act().realm().equals(realm)) {
            throw new BundleRefused(
                    file, "the record is of realm " + proven.act().realm() + ", the bundle of " + realm);
        }
        Optional<Keyring.LogOwner> owner = keys.log(origin);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        if (!owner.get().member().equals(proven.act().sender())) {
            throw new BundleRefused(
                    file,
                    "the record says it is of " + proven.act().sender() + ", its log " + origin + " is of "
                            + owner.get().member());
        }
        try {
            VerifiedCheckpoint checkpoint = proven.proof()
                    .verify(proven.entry().bytes(), owner.get().node().policy());
            see(file, origin, checkpoint.head());
            checkpoints.add(checkpoint);
            return Optional.of(checkpoint);
        } catch (LogException e) {
            throw new BundleRefused(file, "does not prove the record: " + BundleRefused.told(e), e);
        }
    }

    /**
     * Takes note of a head that somebody has seen.
     *
     * @throws BundleRefused if another tree of the same size was seen
     */
    void see(String file, String origin, TreeHead head) {
        TreeHead before = heads.putIfAbsent(new Size(origin, head.size()), head);
        if (before != null && !before.equals(head)) {
            throw new BundleRefused(
                    file,
                    "the log " + origin + " shows two different trees of size " + head.size()
                            + ": its keeper has told two stories");
        }
    }

    /** All checkpoints under which something was proven. */
    List<VerifiedCheckpoint> checkpoints() {
        return List.copyOf(checkpoints);
    }

    /**
     * The witnesses among these that have cosigned a checkpoint with all their keys, and the latest POSIX seconds each states.
     *
     * @throws BundleRefused if a line names one of these keys and does not hold
     */
    static SortedMap<String, Long> cosigned(VerifiedCheckpoint checkpoint, Map<String, List<VerifierKey>> witnesses) {
        SortedMap<String, Long> times = new TreeMap<>();
        witnesses.forEach((name, keys) -> {
            long latest = -1;
            int signed = 0;
            for (VerifierKey key : keys) {
                long time = time(checkpoint, key);
                signed += time >= 0 ? 1 : 0;
                latest = Math.max(latest, time);
            }
            if (signed == keys.size()) {
                times.put(name, latest);
            }
        });
        return times;
    }

    /** The time of a cosignature, -1 if there is none that makes a claim. */
    private static long time(VerifiedCheckpoint checkpoint, VerifierKey key) {
        long latest = -1;
        for (NoteSignature line : checkpoint.signed().signatures()) {
            if (key.isNamedBy(line)) {
                try {
                    latest = Math.max(
                            latest,
                            key.verify(checkpoint.signed().checkpoint(), line).orElse(-1));
                } catch (LogException e) {
                    throw new BundleRefused(
                            BundleLayout.BUNDLE,
                            "a checkpoint of " + checkpoint.origin() + " carries a false cosignature: "
                                    + BundleRefused.told(e),
                            e);
                }
            }
        }
        return latest;
    }
}
