package org.comity.node.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.comity.node.directory.IdentityKeys;
import org.comity.node.directory.MemberProfile;
import org.comity.node.directory.NodeKeys;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.store.SqliteStore;
import org.comity.node.store.StoreException;
import org.comity.node.world.Entropy;

/**
 * Changes keys of a node that does not run.
 *
 * <p>The key file is replaced first and the card after it. If the machine dies in between, peers still find what they know: the new
 * current TLS key was on the card as the next one, and the previous parcel key still opens. {@link #renewCard} then issues
 * the card.
 */
public final class KeyRotation {

    /** How long the previous parcel key is kept: peers that were away shall have taken the new card by then. */
    public static final Duration PARCELS_UNDER_WAY = Duration.ofDays(7);

    private final NodeFolder folder;
    private final Entropy entropy;
    private final Instant now;

    public KeyRotation(NodeFolder folder, Entropy entropy, Instant now) {
        this.folder = folder;
        this.entropy = entropy;
        this.now = now;
    }

    /**
     * The next TLS key becomes the current one, and a new next is made.
     *
     * @param identity the file of the identity keys; without it the card stays as it is, and another rotation has to wait for it
     * @return the renewed card, if it could be renewed
     * @throws FolderRefused when the node runs, or when peers do not know the key that would become the current one
     */
    public Optional<VerifiedCard> tls(Optional<Path> identity) {
        return whileStopped(() -> {
            NodeKeys keys = folder.keys();
            if (!folder.card().node().pins().contains(keys.nextTls().pin())) {
                throw new FolderRefused("the card does not announce the next TLS key yet, so peers would refuse it;"
                        + " renew the card first, with the identity keys");
            }
            Optional<IdentityKeys> signer = identity.map(this::own);
            keys.rotateTls(entropy).replace(file());
            return signer.map(this::renew);
        });
    }

    /**
     * A new parcel key; the present one goes on to open what is under way, until {@link #destroyOldParcel}.
     *
     * @param identity the file of the identity keys, since peers learn the key from the card
     * @throws FolderRefused when the node runs, or the key before the present one was not destroyed
     */
    public VerifiedCard parcel(Path identity) {
        return whileStopped(() -> {
            NodeKeys keys = folder.keys();
            if (keys.previousParcelIdentity().isPresent()) {
                throw new FolderRefused(
                        "the parcel key before the present one is still there; destroy it first, when nothing for it"
                                + " can be under way any more");
            }
            IdentityKeys signer = own(identity);
            keys.rotateParcel(entropy).replace(file());
            return renew(signer);
        });
    }

    /** Issues the card again with the keys as they are. */
    public VerifiedCard renewCard(Path identity) {
        return whileStopped(() -> renew(own(identity)));
    }

    /**
     * Destroys the previous parcel key: recorded parcels of its time can then be opened by nobody.
     *
     * @param early whether to destroy it although parcels for it may still be under way
     * @throws FolderRefused when the node runs, there is no such key, peers do not know the new one, or it is too early
     */
    public void destroyOldParcel(boolean early) {
        whileStopped(() -> {
            NodeKeys keys = folder.keys();
            if (keys.previousParcelIdentity().isEmpty()) {
                throw new FolderRefused("there is no previous parcel key");
            }
            VerifiedCard card = folder.card();
            if (!card.node().parcelRecipient().equals(keys.parcelIdentity().recipient())) {
                throw new FolderRefused("the card still names the previous parcel key; renew the card first");
            }
            Instant from = Instant.ofEpochMilli(card.node().issuedMs()).plus(PARCELS_UNDER_WAY);
            if (!early && now.isBefore(from)) {
                throw new FolderRefused("parcels for the previous key may be under way until " + from);
            }
            keys.withoutPreviousParcel().replace(file());
            return true;
        });
    }

    /** Another identity on the card would be another member to every peer. */
    private IdentityKeys own(Path file) {
        IdentityKeys identity = IdentityKeys.load(file);
        if (!identity.publicKeys().equals(folder.card().root().identity())) {
            throw new FolderRefused("the identity keys in " + file + " are not those of the card");
        }
        return identity;
    }

    private VerifiedCard renew(IdentityKeys identity) {
        VerifiedCard card = folder.card();
        return folder.renewCard(identity, MemberProfile.of(card), card.node().checkpoint(), now);
    }

    private Path file() {
        return folder.path().resolve(NodeKeys.FILE);
    }

    /** A running node has its keys in memory, and would write a card of its own making. */
    private <T> T whileStopped(Supplier<T> work) {
        if (!Files.exists(file())) {
            throw new FolderRefused("there are no keys in " + folder.path());
        }
        try (SqliteStore _ = SqliteStore.open(folder.path())) {
            return work.get();
        } catch (StoreException e) {
            throw new FolderRefused("the keys cannot be changed now: " + e.getMessage(), e);
        }
    }
}
