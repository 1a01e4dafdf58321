package org.comity.sim.wire;

import java.nio.charset.StandardCharsets;
import org.comity.tlog.Hash;

/** What a signed checkpoint says (C2SP tlog-checkpoint), read without a look at its signatures. */
public record WireHead(String origin, long size, Hash root) {

    /** @throws IllegalArgumentException when the note has no three lines of a checkpoint */
    public static WireHead of(byte[] note) {
        String[] lines = new String(note, StandardCharsets.UTF_8).split("\n", 5);
        if (lines.length < 5) {
            throw new IllegalArgumentException("a checkpoint of " + lines.length + " lines");
        }
        return new WireHead(lines[0], Long.parseLong(lines[1]), Hash.ofBase64(lines[2]));
    }
}
