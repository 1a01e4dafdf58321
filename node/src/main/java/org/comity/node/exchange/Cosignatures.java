package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.comity.node.record.MemberId;
import org.comity.node.store.Row;
import org.comity.node.store.Sql;
import org.comity.tlog.LogException;
import org.comity.tlog.NoteSignature;
import org.comity.tlog.Policy;
import org.comity.tlog.SignedCheckpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What witnesses cosigned of our log, and what that makes of a message.
 *
 * <p>Each witness has cosigned one newest head, and each of these heads is in our log: so a message is covered by every witness whose
 * head is larger than its index, although the sizes differ. The recipient does not count as a witness of what it received: it has a
 * receipt of its own.
 */
final class Cosignatures {

    private static final Logger LOG = LoggerFactory.getLogger(Cosignatures.class);

    /**
     * A head of ours that a witness cosigned; its lines were verified before they were stored.
     *
     * @param witness code of the member that runs it, or its name in the policy
     * @param member whether a member runs it
     */
    record Cosigned(String witness, boolean member, long size, long timeS, SignedCheckpoint note) {

        boolean covers(long index, MemberId recipient) {
            return size > index && !(member && witness.equals(recipient.code()));
        }
    }

    /** @param witnesses whose head covers the message */
    record Cover(List<String> witnesses, boolean witnessed) {}

    private final List<Cosigned> all;
    private final Optional<Policy> policy;

    private Cosignatures(List<Cosigned> all, Optional<Policy> policy) {
        this.all = all;
        this.policy = policy;
    }

    static Cosignatures read(Sql sql, Optional<Policy> policy) {
        return new Cosignatures(
                Stream.concat(ofMembers(sql).stream(), foreign(sql).stream()).toList(), policy);
    }

    /** What members cosigned, smallest size last. A row that was damaged on disk counts as none: it is asked for again. */
    static List<Cosigned> ofMembers(Sql sql) {
        return sql
                .list(
                        "SELECT witness, size, time_s, note FROM exchange_cosignature ORDER BY size DESC, witness",
                        row -> readable(row, true))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** What witnesses that are no members cosigned. */
    static List<Cosigned> foreign(Sql sql) {
        return sql
                .list(
                        "SELECT witness, size, time_s, note FROM exchange_foreign_cosignature ORDER BY size DESC, witness",
                        row -> readable(row, false))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Cosigned> readable(Row row, boolean member) {
        try {
            SignedCheckpoint note = SignedCheckpoint.parse(row.bytes(3));
            if (note.checkpoint().head().size() != row.number(1)) {
                LOG.warn("a stored cosignature of {} is for another size than its row says", row.text(0));
                return Optional.empty();
            }
            return Optional.of(new Cosigned(row.text(0), member, row.number(1), row.number(2), note));
        } catch (LogException | IllegalArgumentException e) {
            LOG.warn("a stored cosignature cannot be read; it will be asked for again: {}", e.getMessage());
            return Optional.empty();
        }
    }

    static void keep(Sql sql, Cosigned cosigned) {
        String table = cosigned.member() ? "exchange_cosignature" : "exchange_foreign_cosignature";
        sql.update(
                "INSERT INTO " + table + " (witness, size, note, time_s) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (witness) DO UPDATE SET size = excluded.size, note = excluded.note,"
                        + " time_s = excluded.time_s WHERE excluded.size >= " + table + ".size",
                cosigned.witness(),
                cosigned.size(),
                cosigned.note().encode(),
                cosigned.timeS());
    }

    /** Who covers a message of ours, and whether that satisfies the policy. */
    Cover of(long index, MemberId recipient) {
        List<Cosigned> covering =
                all.stream().filter(known -> known.covers(index, recipient)).toList();
        List<String> names = covering.stream().map(Cosigned::witness).toList();
        boolean witnessed = policy.map(rule -> rule.isQuorum(names(rule, covering)))
                .orElseGet(() -> covering.stream().anyMatch(Cosigned::member));
        return new Cover(names, witnessed);
    }

    /**
     * The head to prove a message of ours under: the largest that satisfies the policy, or else the one with the most witnesses. All
     * cosignatures on it stand together on the note. Empty while nobody cosigned a head that covers the message.
     */
    Optional<SignedCheckpoint> headOver(long index) {
        NavigableMap<Long, List<Cosigned>> bySize = new TreeMap<>();
        all.stream()
                .filter(known -> known.size() > index)
                .forEach(known -> bySize.computeIfAbsent(known.size(), size -> new ArrayList<>())
                        .add(known));
        List<Cosigned> best = List.of();
        for (List<Cosigned> alike : bySize.descendingMap().values()) {
            if (policy.isPresent() && policy.get().isQuorum(names(policy.get(), alike))) {
                return Optional.of(merged(alike));
            }
            best = alike.size() > best.size() ? alike : best;
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(merged(best));
    }

    private static SignedCheckpoint merged(List<Cosigned> alike) {
        SignedCheckpoint first = alike.getFirst().note();
        List<NoteSignature> others = new ArrayList<>();
        alike.stream()
                .skip(1)
                .flatMap(known -> known.note().signatures().stream())
                .filter(line -> !first.signatures().contains(line) && !others.contains(line))
                .filter(line -> !line.name().equals(first.checkpoint().origin()))
                .forEach(others::add);
        return others.isEmpty() ? first : first.withSignatures(others);
    }

    /** The witnesses of the policy whose keys stand under these heads. */
    private static Set<String> names(Policy rule, List<Cosigned> covering) {
        Set<String> names = new TreeSet<>();
        for (Policy.WitnessLine witness : rule.witnesses()) {
            for (Cosigned known : covering) {
                for (NoteSignature line : known.note().signatures()) {
                    if (witness.key().isNamedBy(line)) {
                        names.add(witness.name());
                    }
                }
            }
        }
        return names;
    }
}
