package org.comity.node.access;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.comity.node.record.Algorithm;
import org.comity.node.record.Approval;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.world.Entropy;
import org.comity.tlog.Hash;

/**
 * An officer's own signing key. It belongs to a person and lies on that person's medium, never in the node's database: whoever
 * breaks into the node can write anything as the node, and still nothing as an officer.
 *
 * <p>As text it is {@value #PREFIX} and 72 hexadecimal digits in capitals: the 32-byte seed and the first four bytes of a digest
 * over it, so that a digit lost in copying is noticed and gives no other key.
 */
public final class OfficerSecretKey {

    /** What the text of every officer's key begins with. */
    public static final String PREFIX = "COMITY-OFFICER-KEY-1";

    private static final String MAGIC = "comity-officer-key-v1";
    private static final byte[] DOMAIN = "comity/officer-key-text/v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECK_BYTES = 4;

    private final Ed25519Key key;

    private OfficerSecretKey(Ed25519Key key) {
        this.key = key;
    }

    public static OfficerSecretKey generate(Entropy entropy) {
        return new OfficerSecretKey(Ed25519Key.generate(entropy));
    }

    /**
     * Reads what {@link #revealText} gives, white space around it forgiven.
     *
     * @throws SecretFileRefused if the text is not that of a key; the message does not show it
     */
    public static OfficerSecretKey parse(String text) {
        String trimmed = text.strip();
        if (!trimmed.startsWith(PREFIX)) {
            throw new SecretFileRefused("the text of an officer's key begins with " + PREFIX);
        }
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(trimmed.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            // The cause would show a part of the secret.
            throw new SecretFileRefused("behind " + PREFIX + " stand hexadecimal digits only");
        }
        if (bytes.length != Ed25519Key.BYTES + CHECK_BYTES) {
            throw new SecretFileRefused("behind " + PREFIX + " stand " + 2 * bytes.length
                    + " digits, legal are exactly " + 2 * (Ed25519Key.BYTES + CHECK_BYTES));
        }
        byte[] seed = Arrays.copyOf(bytes, Ed25519Key.BYTES);
        if (!Arrays.equals(check(seed), Arrays.copyOfRange(bytes, Ed25519Key.BYTES, bytes.length))) {
            throw new SecretFileRefused(
                    "the officer's key is mistyped or damaged: its last digits do not fit the others");
        }
        return new OfficerSecretKey(Ed25519Key.ofSeed(seed));
    }

    /** The secret as text, for the officer's own medium. */
    public String revealText() {
        byte[] seed = key.revealSeed();
        byte[] all = Arrays.copyOf(seed, seed.length + CHECK_BYTES);
        System.arraycopy(check(seed), 0, all, seed.length, CHECK_BYTES);
        return PREFIX + HexFormat.of().formatHex(all).toUpperCase(Locale.ROOT);
    }

    /**
     * Writes a new file with permissions 0600.
     *
     * @throws SecretFileRefused if the file exists
     */
    public void create(Path file) {
        SecretFile.create(file, MAGIC, (revealText() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads a file that {@link #create} wrote.
     *
     * @throws SecretFileRefused if the file is missing, readable by others, or holds no officer's key
     */
    public static OfficerSecretKey load(Path file) {
        return parse(new String(SecretFile.read(file, MAGIC), StandardCharsets.US_ASCII));
    }

    /** The public half, as it stands in cards. */
    public OfficerKey publicKey(Set<Role> roles, long validFromMs, long validUntilMs) {
        return OfficerKey.of(Algorithm.ED25519, key.publicKey(), roles, validFromMs, validUntilMs);
    }

    /** Names this key in approvals. */
    public Hash keyId() {
        return OfficerKey.idOf(Algorithm.ED25519, key.publicKey());
    }

    /** The officer's consent to exactly this statement, in the role and at the time that stand in it. */
    public Approval approve(ApprovalStatement statement) {
        return new Approval(
                statement.role(), keyId(), Algorithm.ED25519, statement.timeMs(), key.sign(statement.bytes()));
    }

    private static byte[] check(byte[] seed) {
        return Arrays.copyOf(Hash.sha256(DOMAIN, seed).bytes(), CHECK_BYTES);
    }

    @Override
    public String toString() {
        return "OfficerSecretKey[secret, id " + keyId().hex() + "]";
    }
}
