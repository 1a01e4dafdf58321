package org.comity.web.log;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A C2SP signed note that is a checkpoint, read as the specifications say and with the JDK's own Ed25519. */
record SpecNote(String text, String origin, long size, byte[] root, List<Line> lines) {

    record Line(String name, byte[] keyId, byte[] signature) {}

    private static final byte[] X509_ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    static SpecNote parse(String note) {
        int split = note.lastIndexOf("\n\n");
        String text = note.substring(0, split + 1);
        String[] head = text.split("\n");
        List<Line> lines = new ArrayList<>();
        for (String line : note.substring(split + 2).split("\n")) {
            String[] parts = line.split(" ");
            if (parts.length != 3 || !parts[0].equals("\u2014")) {
                throw new IllegalArgumentException("no signature line: " + line);
            }
            byte[] bytes = Base64.getDecoder().decode(parts[2]);
            lines.add(new Line(parts[1], Arrays.copyOf(bytes, 4), Arrays.copyOfRange(bytes, 4, bytes.length)));
        }
        return new SpecNote(
                text, head[0], Long.parseLong(head[1]), Base64.getDecoder().decode(head[2]), lines);
    }

    /** Whether the Ed25519 key of a C2SP verifier key, {@code name+id+base64(type || key)}, signed the text. */
    boolean signedBy(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        byte[] key = Arrays.copyOfRange(typed, 1, typed.length);
        byte[] id = HexFormat.of().parseHex(parts[1]);
        return typed[0] == 1
                && lines.stream()
                        .anyMatch(line -> line.name().equals(parts[0])
                                && Arrays.equals(line.keyId(), id)
                                && verify(key, text.getBytes(StandardCharsets.UTF_8), line.signature()));
    }

    private static boolean verify(byte[] key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(SpecMerkle.joined(X509_ED25519, key))));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
