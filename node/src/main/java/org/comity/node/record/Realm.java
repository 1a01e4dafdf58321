package org.comity.node.record;

/**
 * The world, or one exercise that has nothing to do with it. A node has exactly one realm and compares it byte for byte.
 *
 * @param name {@code world}, or {@code exercise/} and 1 to 64 of a-z, 0-9 and hyphen
 */
public record Realm(String name) {
    private static final String EXERCISE = "exercise/";

    /** Where records have legal effect. */
    public static final Realm WORLD = new Realm("world");

    public Realm {
        if (name.startsWith(EXERCISE)) {
            Check.label("exercise", name.substring(EXERCISE.length()), 64);
        } else if (!name.equals("world")) {
            throw new IllegalArgumentException(
                    "realm is '" + Check.shortened(name) + "', must be world or exercise/<id>");
        }
    }

    public static Realm exercise(String id) {
        return new Realm(EXERCISE + id);
    }

    public boolean isExercise() {
        return !equals(WORLD);
    }

    @Override
    public String toString() {
        return name;
    }
}
