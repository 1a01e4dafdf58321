package org.comity.node.record;

/**
 * The short name of an authority within its member, such as {@code justice}, {@code csirt} or {@code contact-24-7}.
 *
 * @param name 1 to 32 of a-z, 0-9 and hyphen
 */
public record AuthorityId(String name) implements Comparable<AuthorityId> {
    /** The node itself, for what no authority asked for: receipts, padding, checkpoints of its own life. */
    public static final AuthorityId NODE = new AuthorityId("node");

    public AuthorityId {
        Check.label("authority", name, 32);
    }

    @Override
    public int compareTo(AuthorityId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
