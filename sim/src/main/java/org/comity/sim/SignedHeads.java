package org.comity.sim;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Hash;

/**
 * Every head that any key of the world ever signed, whether or not it left its node: the strictest form of the promise that no log has two
 * roots for one size.
 */
public final class SignedHeads {

    private final Map<String, Map<Long, Hash>> roots = new TreeMap<>();

    /** Takes a signature; answers the other root if this size of this log was signed with one before. */
    Optional<Hash> signed(Checkpoint checkpoint) {
        Map<Long, Hash> log = roots.computeIfAbsent(checkpoint.origin(), origin -> new TreeMap<>());
        Hash root = checkpoint.head().root();
        Hash before = log.putIfAbsent(checkpoint.head().size(), root);
        return Optional.ofNullable(before).filter(other -> !other.equals(root));
    }

    /** The root that a log signed for a size, if it signed that size. */
    public Optional<Hash> root(String origin, long size) {
        return Optional.ofNullable(roots.getOrDefault(origin, Map.of()).get(size));
    }

    /** The largest size that a log ever signed; 0 if none. */
    public long largest(String origin) {
        return roots.getOrDefault(origin, Map.of()).keySet().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** How many heads a log signed. */
    public int count(String origin) {
        return roots.getOrDefault(origin, Map.of()).size();
    }
}
