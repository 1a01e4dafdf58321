package org.comity.node.exchange;

import java.time.Instant;

/** Where the link to one peer stands. */
public sealed interface LinkState {

    /** Nothing said to the peer yet in this run, or the last chain broke: it must say first what it holds of us. */
    record Unknown() implements LinkState {}

    /** A hello is under way. */
    record Asking(int attempt) implements LinkState {}

    /**
     * The peer said what it holds; parcels may fly.
     *
     * @param flying parcels under way, 0 to the window
     */
    record Ready(int flying) implements LinkState {}

    /**
     * Resting after a failure.
     *
     * @param attempt failures in a row, from 1
     * @param until when to try again
     * @param why for officers
     */
    record Waiting(int attempt, Instant until, String why) implements LinkState {}

    /**
     * A contradiction or a refusal that trying again does not heal; an officer or a new card ends it.
     *
     * @param why for officers
     */
    record Suspended(String why) implements LinkState {}
}
