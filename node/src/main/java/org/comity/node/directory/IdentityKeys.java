package org.comity.node.directory;

import java.nio.file.Path;
import org.comity.node.access.Ed25519Key;
import org.comity.node.access.Octets;
import org.comity.node.access.SecretFile;
import org.comity.node.access.SecretFileRefused;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.world.Entropy;

/**
 * The identity of a member: it signs cards and nothing else.
 *
 * <p>Its file, {@value #FILE}, is meant to be carried off the node and kept by two officers: the node runs without it, and
 * whoever steals the node cannot vouch for keys of their own. A new identity means a new recognition by every peer.
 */
public final class IdentityKeys {

    /** Usual name of the file. */
    public static final String FILE = "identity.keys";

    private static final String MAGIC = "comity-identity-keys-v1";

    private final Ed25519Key ed25519;
    private final MlDsaKey mlDsa44;
    private final IdentityPublicKeys publicKeys;

    private IdentityKeys(Ed25519Key ed25519, MlDsaKey mlDsa44) {
        this.ed25519 = ed25519;
        this.mlDsa44 = mlDsa44;
        this.publicKeys = new IdentityPublicKeys(ed25519.publicKey(), mlDsa44.publicKey());
    }

    /**
     * The identity of two seeds.
     *
     * @throws IllegalArgumentException unless each seed has 32 bytes
     */
    public static IdentityKeys ofSeeds(byte[] ed25519Seed, byte[] mlDsa44Seed) {
        return new IdentityKeys(Ed25519Key.ofSeed(ed25519Seed), MlDsaKey.ofSeed(mlDsa44Seed));
    }

    public static IdentityKeys generate(Entropy entropy) {
        return ofSeeds(entropy.bytes(Ed25519Key.BYTES), entropy.bytes(MlDsaKey.SEED_BYTES));
    }

    public IdentityPublicKeys publicKeys() {
        return publicKeys;
    }

    CardSignature signEd25519(byte[] message) {
        return new CardSignature(CardSignature.IDENTITY_ED25519, Octets.of(ed25519.sign(message)));
    }

    CardSignature signMlDsa44(byte[] message) {
        return new CardSignature(CardSignature.IDENTITY_ML_DSA_44, Octets.of(mlDsa44.sign(message)));
    }

    /**
     * Writes a new file with permissions 0600.
     *
     * @throws SecretFileRefused if the file exists
     */
    public void create(Path file) {
        byte[] content = new CborWriter()
                .map(2)
                .uint(1)
                .bytes(ed25519.revealSeed())
                .uint(2)
                .bytes(mlDsa44.revealSeed())
                .toBytes();
        SecretFile.create(file, MAGIC, content);
    }

    /**
     * Reads a file that {@link #create} wrote.
     *
     * @throws SecretFileRefused if the file is missing, readable by others, or not of this format
     */
    public static IdentityKeys load(Path file) {
        try {
            CborReader in = new CborReader(SecretFile.read(file, MAGIC));
            CborFields.requireMap(in, 2);
            byte[] ed25519 = CborFields.at(in, 1).bytes(Ed25519Key.BYTES);
            byte[] mlDsa44 = CborFields.at(in, 2).bytes(MlDsaKey.SEED_BYTES);
            in.end();
            return ofSeeds(ed25519, mlDsa44);
        } catch (CborException | IllegalArgumentException e) {
            throw new SecretFileRefused(file + " is damaged: " + e.getMessage() + "; restore it from its copy", e);
        }
    }

    @Override
    public String toString() {
        return "IdentityKeys[secret, public digest " + publicKeys.digest() + "]";
    }
}
