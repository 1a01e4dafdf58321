package org.comity.node.record;

import java.util.Arrays;
import org.comity.tlog.Hash;

/**
 * An officer's own signature inside a record, so that the other state can see that a person and not only a node asked.
 *
 * <p>It carries no proof by itself: {@link ApprovalStatement} gives the bytes that were signed, and the directory says whose key it is.
 *
 * @param role         the capacity in which the officer signed, dotted lower-case words of 1 to 64 characters
 * @param officerKeyId names the officer's public key
 * @param timeMs       when the officer says it was, ms since 1970
 * @param signature    as long as its algorithm wants
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record Approval(String role, Hash officerKeyId, Algorithm algorithm, long timeMs, byte[] signature) {
    public Approval {
        Check.words("role", role, 64);
        Check.atLeast(0, "approval time", timeMs);
        algorithm.checkLength(signature);
        signature = signature.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Approval that
                && role.equals(that.role)
                && officerKeyId.equals(that.officerKeyId)
                && algorithm == that.algorithm
                && timeMs == that.timeMs
                && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return 31 * officerKeyId.hashCode() + Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return "Approval[" + role + " by " + officerKeyId + " at " + timeMs + "]";
    }
}
