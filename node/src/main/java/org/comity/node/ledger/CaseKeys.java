package org.comity.node.ledger;

import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.comity.node.store.Sql;
import org.comity.node.world.Entropy;

/**
 * Encryption at rest: what belongs to a case lies under that case's key, so that to destroy the key is to erase the case.
 *
 * <p>Each key is 32 random bytes, wrapped under the node's storage key, which lies outside the database. Everything is AES-256-GCM
 * with a random 96-bit nonce in front; the associated data names the case, so that rows cannot be exchanged between cases. A
 * case would need 2^32 records before random nonces become a concern (NIST SP 800-38D, section 8.3).
 */
public final class CaseKeys {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    /** One a thread: finding the algorithm among the providers costs as much as sealing a record. Each use sets key and nonce anew. */
    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(CaseKeys::newCipher);

    private final SecretKeySpec storageKey;
    private final Entropy entropy;
    private final Map<String, SecretKeySpec> open = new ConcurrentHashMap<>();

    /** @param storageKey 32 bytes */
    public CaseKeys(byte[] storageKey, Entropy entropy) {
        if (storageKey.length != 32) {
            throw new IllegalArgumentException("storage key has " + storageKey.length + " bytes, legal is 32");
        }
        this.storageKey = new SecretKeySpec(storageKey, "AES");
        this.entropy = entropy;
    }

    /** Seals under the key of a case, which is made at first use. */
    public byte[] seal(Turn turn, String caseId, byte[] plain) {
        SecretKeySpec key = open.get(caseId);
        if (key == null) {
            key = stored(turn.sql(), caseId).orElseGet(() -> create(turn, caseId));
        }
        return encrypt(key, caseId, plain);
    }

    /** @throws Erased when the key was destroyed, or never was */
    public byte[] open(Sql sql, String caseId, byte[] sealed) throws Erased {
        SecretKeySpec key = open.get(caseId);
        if (key == null) {
            key = stored(sql, caseId).orElseThrow(() -> new Erased(caseId));
            open.put(caseId, key);
        }
        return decrypt(key, caseId, sealed);
    }

    /** Destroys the key of a case: everything sealed under it is gone for good, in this database and in its backups' restorations. */
    public void destroy(Turn turn, String caseId) {
        turn.sql().update("UPDATE ledger_case_key SET wrapped = zeroblob(length(wrapped)) WHERE case_id = ?", caseId);
        turn.sql().update("DELETE FROM ledger_case_key WHERE case_id = ?", caseId);
        turn.afterCommit(() -> open.remove(caseId));
    }

    private Optional<SecretKeySpec> stored(Sql sql, String caseId) {
        return sql.first("SELECT wrapped FROM ledger_case_key WHERE case_id = ?", row -> row.bytes(0), caseId)
                .map(wrapped -> new SecretKeySpec(decrypt(storageKey, caseId, wrapped), "AES"));
    }

    private SecretKeySpec create(Turn turn, String caseId) {
        byte[] bytes = entropy.bytes(32);
        turn.sql()
                .update(
                        "INSERT INTO ledger_case_key (case_id, wrapped) VALUES (?, ?)",
                        caseId,
                        encrypt(storageKey, caseId, bytes));
        SecretKeySpec key = new SecretKeySpec(bytes, "AES");
        turn.afterCommit(() -> open.put(caseId, key));
        return key;
    }

    private byte[] encrypt(SecretKeySpec key, String caseId, byte[] plain) {
        byte[] nonce = entropy.bytes(NONCE);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, caseId);
            byte[] out = new byte[NONCE + cipher.getOutputSize(plain.length)];
            System.arraycopy(nonce, 0, out, 0, NONCE);
            cipher.doFinal(plain, 0, plain.length, out, NONCE);
            return out;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing from this JDK", e);
        }
    }

    private static byte[] decrypt(SecretKeySpec key, String caseId, byte[] sealed) {
        if (sealed.length < NONCE + TAG_BITS / 8) {
            throw new LedgerCorrupt("a sealed value of case " + caseId + " has only " + sealed.length + " bytes");
        }
        byte[] nonce = java.util.Arrays.copyOf(sealed, NONCE);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, caseId).doFinal(sealed, NONCE, sealed.length - NONCE);
        } catch (AEADBadTagException e) {
            throw new LedgerCorrupt("a sealed value of case " + caseId
                    + " does not open: it was changed on disk, or this is not the storage key it was written under");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing from this JDK", e);
        }
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing from this JDK", e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String caseId)
            throws GeneralSecurityException {
        Cipher cipher = CIPHERS.get();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(caseId.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return cipher;
    }
}
