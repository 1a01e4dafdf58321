package org.comity.tlog;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which logs are believed, and which witnesses must have cosigned (C2SP tlog-policy of 2026-06-22).
 *
 * <p>Two readings are stricter than the text. All {@code log} lines whose key name is the checkpoint's origin must have
 * signed it, not just one of them: a log with an Ed25519 and an ML-DSA-44 line has to show both. And a cosignature with
 * the time 0 is verified but does not count, since it makes no claim to have seen no larger tree.
 *
 * <p>As in every note, a line of a known key that does not verify refuses the whole checkpoint.
 *
 * <p>Limits of this module: 256 logs, 256 witnesses and 256 groups. The specification asks for 32 of each as a minimum; a
 * federation of all states has about 200 members, and each may run a witness.
 */
public final class Policy implements LogVerifier {
    /** Most logs, most witnesses and most groups. */
    public static final int MAX_NAMES = 256;

    /** The quorum that asks for no witness. */
    public static final String NONE = "none";

    private final List<Log> logs;
    private final List<WitnessLine> witnesses;
    private final List<Group> groups;
    private final Map<String, Group> groupsByName;
    private final String quorum;

    Policy(List<Log> logs, List<WitnessLine> witnesses, List<Group> groups, String quorum) {
        this.logs = List.copyOf(logs);
        this.witnesses = List.copyOf(witnesses);
        this.groups = List.copyOf(groups);
        this.groupsByName = groups.stream().collect(Collectors.toUnmodifiableMap(Group::name, Function.identity()));
        this.quorum = quorum;
    }

    /**
     * A log that is believed.
     *
     * @param url where it can be reached; empty if the policy does not say
     */
    public record Log(VerifierKey key, String url) {}

    /**
     * A witness.
     *
     * @param name its name within this policy
     * @param url where it can be reached; empty if the policy does not say
     */
    public record WitnessLine(String name, VerifierKey key, String url) {}

    /**
     * A group that counts as one witness once enough of its members have cosigned.
     *
     * @param threshold 1 to the number of members
     * @param members names of witnesses and of groups defined before this one
     */
    public record Group(String name, int threshold, List<String> members) {
        public Group {
            members = List.copyOf(members);
            if (threshold < 1 || threshold > members.size()) {
                throw LogException.outOfRange("group " + name + " wants " + threshold + " of " + members.size()
                        + " members, legal is 1 to " + members.size());
            }
        }
    }

    /** Parses the text of a policy; errors name line and column. */
    public static Policy parse(byte[] text) {
        return new PolicyParser().parse(text);
    }

    public List<Log> logs() {
        return logs;
    }

    public List<WitnessLine> witnesses() {
        return witnesses;
    }

    public List<Group> groups() {
        return groups;
    }

    /** Name of the witness or group that has to cosign, or {@link #NONE}. */
    public String quorum() {
        return quorum;
    }

    @Override
    public VerifiedCheckpoint verify(SignedCheckpoint signed) {
        String origin = signed.checkpoint().origin();
        List<VerifierKey> keys = logs.stream()
                .map(Log::key)
                .filter(key -> key.name().equals(origin))
                .toList();
        if (keys.isEmpty()) {
            throw new LogException(LogException.Fault.WRONG_ORIGIN, "the policy names no log " + Wire.show(origin));
        }
        return witnessed(new CheckpointPolicy(origin, keys).verify(signed));
    }

    /**
     * Demands this policy's quorum of a checkpoint whose log keys came from elsewhere; the {@code log} lines play no part.
     *
     * @return the checkpoint with the times of the cosignatures that counted
     */
    public VerifiedCheckpoint witnessed(VerifiedCheckpoint checkpoint) {
        SortedMap<String, Long> times = cosignatures(checkpoint);
        if (!isMet(quorum, times.keySet())) {
            throw new LogException(
                    LogException.Fault.QUORUM_NOT_MET,
                    "checkpoint " + checkpoint.head().size() + " of " + checkpoint.origin()
                            + " does not meet the quorum " + quorum + ", cosigned have " + times.keySet());
        }
        return new VerifiedCheckpoint(checkpoint.signed(), times);
    }

    /**
     * Verifies the cosignatures of this policy's witnesses without demanding a quorum.
     *
     * @return name of each witness that counts, and the latest POSIX seconds it states
     */
    public SortedMap<String, Long> cosignatures(VerifiedCheckpoint checkpoint) {
        SortedMap<String, Long> times = new TreeMap<>();
        SignedCheckpoint signed = checkpoint.signed();
        for (WitnessLine witness : witnesses) {
            for (NoteSignature line : signed.signatures()) {
                if (witness.key().isNamedBy(line)) {
                    OptionalLong time = witness.key().verify(signed.checkpoint(), line);
                    time.ifPresent(seconds -> times.merge(witness.name(), seconds, Math::max));
                }
            }
        }
        return times;
    }

    /**
     * Whether these witnesses make up the quorum, for callers that have verified their cosignatures by themselves.
     *
     * @param cosigned names of witnesses of this policy; others play no part
     */
    public boolean isQuorum(Set<String> cosigned) {
        return isMet(quorum, cosigned);
    }

    /** Ends, because a group names only what was defined before it. */
    private boolean isMet(String name, Set<String> cosigned) {
        Group group = groupsByName.get(name);
        if (group == null) {
            return name.equals(NONE) || cosigned.contains(name);
        }
        int met = 0;
        for (String member : group.members()) {
            if (isMet(member, cosigned)) {
                met++;
            }
        }
        return met >= group.threshold();
    }
}
