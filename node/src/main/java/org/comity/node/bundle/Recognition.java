package org.comity.node.bundle;

import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborReader;
import org.comity.node.record.Act;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.tlog.Hash;
import org.comity.tlog.LogException;

/**
 * Body of a {@code directory.recognised} act: {1: member, 2: digest of its identity keys, 3: digest of its card, 4: how the
 * fingerprint was compared}.
 *
 * @param how {@code words}, {@code digits}, or {@code demo} when nobody compared anything
 */
record Recognition(MemberId member, Hash identity, Hash card, String how) {

    static final Kind KIND = new Kind("directory.recognised");

    static final Kind WITHDRAWN = new Kind("directory.recognition-withdrawn");

    private static final String DEMO = "demo";

    /** @throws BundleRefused if the act is no recognition */
    static Recognition parse(String file, Act act) {
        try {
            CborReader in = new CborReader(act.body());
            int fields = in.map();
            requireKey(file, fields == 4 && in.key() == 1);
            MemberId member = new MemberId(in.text());
            requireKey(file, in.key() == 2);
            Hash identity = Hash.of(in.bytes(Hash.BYTES));
            requireKey(file, in.key() == 3);
            Hash card = Hash.of(in.bytes(Hash.BYTES));
            requireKey(file, in.key() == 4);
            String how = in.text();
            in.end();
            return new Recognition(member, identity, card, how);
        } catch (CborException | LogException | IllegalArgumentException e) {
            throw new BundleRefused(file, "is no recognition: " + BundleRefused.told(e), e);
        }
    }

    /** Whether nobody compared the fingerprint, which exercises and demonstrations may. */
    boolean uncompared() {
        return how.equals(DEMO);
    }

    private static void requireKey(String file, boolean fits) {
        if (!fits) {
            throw new BundleRefused(file, "is no recognition: its body has not the keys 1 to 4");
        }
    }
}
