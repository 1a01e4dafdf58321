package org.comity.sim.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.comity.node.store.Sql;
import org.comity.sim.Identity;

/** Opens what a node keeps sealed, from its storage key: the key of the case first, then the row. */
final class SealedRows {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int SALT = 32;

    /** Salt and record of a leaf. */
    record Opened(byte[] salt, byte[] record) {}

    private final byte[] storageKey;

    SealedRows(Identity identity) {
        this.storageKey = identity.keys().revealStorageKey();
    }

    /** Empty when the key of the case is gone. */
    Optional<Opened> open(Sql sql, String caseId, byte[] sealed) {
        return sql.first("SELECT wrapped FROM ledger_case_key WHERE case_id = ?", row -> row.bytes(0), caseId)
                .map(wrapped -> decrypt(decrypt(storageKey, caseId, wrapped), caseId, sealed))
                .map(plain -> new Opened(Arrays.copyOf(plain, SALT), Arrays.copyOfRange(plain, SALT, plain.length)));
    }

    private static byte[] decrypt(byte[] key, String caseId, byte[] sealed) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(TAG_BITS, Arrays.copyOf(sealed, NONCE)));
            cipher.updateAAD(caseId.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a sealed row of case " + caseId + " does not open: " + e, e);
        }
    }
}
