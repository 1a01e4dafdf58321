package org.comity.tlog;

import java.util.List;

/** State port of a witness: which logs it knows and what it last cosigned for each. Safe for several threads. */
public interface WitnessLogs {
    /** The keys that must all have signed a checkpoint of this log; empty if the log is unknown. */
    List<VerifierKey> keys(String origin);

    /** The last state, durable; {@link WitnessState#NEVER} if nothing was cosigned. */
    WitnessState state(String origin);

    /**
     * Replaces the state of one log if it still is the expected one, as one atomic step.
     *
     * <p>The new state must have reached stable storage before this returns {@code true}: the witness signs right after.
     * If the comparison and the write were two steps, a slow request for {@code N} leaves could overwrite a faster one for
     * {@code N + K}, and the witness would have cosigned a smaller tree after a larger one.
     *
     * @return {@code false} if the stored state differs from the expected one; nothing was written then
     */
    boolean replace(String origin, WitnessState expected, WitnessState next);
}
