package org.comity.node.world;

/** How a piece of work ended that was carried out elsewhere. */
public sealed interface Outcome<T> {

    record Done<T>(T value) implements Outcome<T> {}

    record Failed<T>(Exception cause) implements Outcome<T> {}
}
