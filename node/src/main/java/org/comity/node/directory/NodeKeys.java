package org.comity.node.directory;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.comity.age.PostQuantumIdentity;
import org.comity.age.PostQuantumRecipient;
import org.comity.node.access.Ed25519Key;
import org.comity.node.access.Octets;
import org.comity.node.access.SecretFile;
import org.comity.node.access.SecretFileRefused;
import org.comity.node.world.Entropy;
import org.comity.tlog.Ed25519CosigningKey;
import org.comity.tlog.Ed25519SigningKey;
import org.comity.tlog.MlDsa44CosigningKey;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;

/**
 * The keys that a running node needs: log, witness, parcels, vault, TLS, storage and duty. The identity is not among them.
 *
 * <p>Immutable: a rotation gives new keys, which the caller saves before it uses them. Log and witness keys change only with the
 * generation, after a declared restore.
 */
public final class NodeKeys {

    /** Usual name of the file. */
    public static final String FILE = "node.keys";

    /** Length of the storage key in bytes. */
    public static final int STORAGE_KEY_BYTES = 32;

    private static final String MAGIC = "comity-node-keys-v1";

    private final NodeSecrets secrets;
    private final String origin;
    private final List<SigningKey> log;
    private final List<SigningKey> witness;
    private final Ed25519Key logEd25519;
    private final MlDsaKey logMlDsa44;
    private final Ed25519Key duty;

    private NodeKeys(NodeSecrets secrets) {
        this.secrets = secrets;
        this.origin = secrets.node().logOrigin(secrets.generation());
        String witnessName = secrets.node().witnessName(secrets.generation());
        this.log = List.of(
                Ed25519SigningKey.fromSeed(origin, secrets.logEd25519().bytes()),
                MlDsa44CosigningKey.fromSeed(origin, secrets.logMlDsa44().bytes()));
        this.witness = List.of(
                Ed25519CosigningKey.fromSeed(
                        witnessName, secrets.witnessEd25519().bytes()),
                MlDsa44CosigningKey.fromSeed(
                        witnessName, secrets.witnessMlDsa44().bytes()));
        this.logEd25519 = Ed25519Key.ofSeed(secrets.logEd25519().bytes());
        this.logMlDsa44 = MlDsaKey.ofSeed(secrets.logMlDsa44().bytes());
        this.duty = Ed25519Key.ofSeed(secrets.duty().bytes());
    }

    /**
     * Keys of a new node, generation 1.
     *
     * @param recovery public half of the key that opens the vault when the node is lost; its secret is kept elsewhere
     */
    public static NodeKeys generate(NodeName node, PostQuantumRecipient recovery, Entropy entropy) {
        return new NodeKeys(NodeSecrets.generate(node, recovery, entropy));
    }

    /** After a restore: the next generation of log and witness, under new names and keys. All other keys stay. */
    public NodeKeys nextGeneration(Entropy entropy) {
        return new NodeKeys(secrets.withNextGeneration(entropy));
    }

    /** A new parcel key. The present one still opens what is under way, until {@link #withoutPreviousParcel}. */
    public NodeKeys rotateParcel(Entropy entropy) {
        return new NodeKeys(
                secrets.withParcel(PostQuantumIdentity.generate(entropy::fill), Optional.of(secrets.parcel())));
    }

    /** Destroys the previous parcel key: recorded parcels of its time can then be opened by nobody. */
    public NodeKeys withoutPreviousParcel() {
        return new NodeKeys(secrets.withParcel(secrets.parcel(), Optional.empty()));
    }

    /** The next TLS key, which cards announce already, becomes the current one, and a new next is made. */
    public NodeKeys rotateTls(Entropy entropy) {
        return new NodeKeys(secrets.withTls(secrets.nextTls(), TlsKey.generate(entropy)));
    }

    /** Name of this node. */
    public NodeName node() {
        return secrets.node();
    }

    /** Name of the log with its generation. */
    public String origin() {
        return origin;
    }

    /** Counts the logs of this node, from 1. */
    public int generation() {
        return secrets.generation();
    }

    /** Type 0x01, then 0x06. */
    public List<VerifierKey> logKeys() {
        return log.stream().map(SigningKey::verifierKey).toList();
    }

    /** Type 0x04, then 0x06. */
    public List<VerifierKey> witnessKeys() {
        return witness.stream().map(SigningKey::verifierKey).toList();
    }

    /** Opens parcels that are sealed to the current card. */
    public PostQuantumIdentity parcelIdentity() {
        return secrets.parcel();
    }

    /** Opens parcels that were sealed before the last rotation. */
    public Optional<PostQuantumIdentity> previousParcelIdentity() {
        return secrets.previousParcel();
    }

    /** Opens the evidence vault in daily work. */
    public PostQuantumIdentity vaultIdentity() {
        return secrets.vault();
    }

    /** The vault is sealed to this one too. */
    public PostQuantumRecipient recoveryRecipient() {
        return secrets.recovery();
    }

    public TlsKey tls() {
        return secrets.tls();
    }

    public TlsKey nextTls() {
        return secrets.nextTls();
    }

    /** Answers pings. */
    public Ed25519Key dutyKey() {
        return duty;
    }

    /** A copy of the 32 bytes under which the keys of cases are wrapped. */
    public byte[] revealStorageKey() {
        return secrets.storage().bytes();
    }

    List<SigningKey> logSigners() {
        return log;
    }

    /** The secret halves of the witness keys, for a {@link org.comity.tlog.Witness}. */
    public List<SigningKey> witnessSigners() {
        return witness;
    }

    CardSignature signCardEd25519(byte[] message) {
        return new CardSignature(CardSignature.LOG_ED25519, Octets.of(logEd25519.sign(message)));
    }

    CardSignature signCardMlDsa44(byte[] message) {
        return new CardSignature(CardSignature.LOG_ML_DSA_44, Octets.of(logMlDsa44.sign(message)));
    }

    /**
     * Writes a new file with permissions 0600.
     *
     * @throws SecretFileRefused if the file exists
     */
    public void create(Path file) {
        SecretFile.create(file, MAGIC, secrets.encode());
    }

    /** Writes the file in place of an older one, after a rotation. */
    public void replace(Path file) {
        SecretFile.replace(file, MAGIC, secrets.encode());
    }

    /**
     * Reads a file that {@link #create} or {@link #replace} wrote.
     *
     * @throws SecretFileRefused if the file is missing, readable by others, or not of this format
     */
    public static NodeKeys load(Path file) {
        return new NodeKeys(NodeSecrets.decode(SecretFile.read(file, MAGIC), file.toString()));
    }

    @Override
    public String toString() {
        return "NodeKeys[secret, origin " + origin + "]";
    }
}
