package org.comity.web.log;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A witness written from C2SP tlog-witness, tlog-cosignature and signed-note alone; it follows one log. */
public final class SpecWitness implements AutoCloseable {

    private static final String NAME = "witness.example/spec";

    private final HttpServer server;
    private final KeyPair keys;
    private final byte[] publicKey;
    private final List<Integer> statuses = new ArrayList<>();
    private String logVkey = "";
    private String origin = "";
    private long size;
    private byte[] root = new byte[32];

    public SpecWitness() throws IOException, GeneralSecurityException {
        this.keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = keys.getPublic().getEncoded();
        this.publicKey = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/prefix/add-checkpoint", this::addCheckpoint);
        server.start();
    }

    /** Trusts a log by its Ed25519 key. */
    public synchronized void follow(String vkey) {
        logVkey = vkey;
        origin = vkey.substring(0, vkey.indexOf('+'));
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/prefix";
    }

    /** Key ID as signed-note has it: SHA-256(name LF type key), first four bytes. */
    private byte[] keyId() {
        return Arrays.copyOf(
                SpecMerkle.sha256(NAME.getBytes(StandardCharsets.UTF_8), new byte[] {'\n', 0x04}, publicKey), 4);
    }

    public String vkey() {
        return NAME + "+" + HexFormat.of().formatHex(keyId()) + "+"
                + Base64.getEncoder().encodeToString(SpecMerkle.joined(new byte[] {0x04}, publicKey));
    }

    /** What it answered so far. */
    public synchronized List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    public synchronized long size() {
        return size;
    }

    private synchronized void addCheckpoint(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int empty = body.indexOf("\n\n");
        String[] head = body.substring(0, empty).split("\n");
        SpecNote note = SpecNote.parse(body.substring(empty + 2));
        long old = Long.parseLong(head[0].substring("old ".length()));
        List<byte[]> proof = new ArrayList<>();
        for (String line : Arrays.asList(head).subList(1, head.length)) {
            proof.add(Base64.getDecoder().decode(line));
        }
        if (!note.origin().equals(origin)) {
            answer(call, 404, "text/plain", "unknown log\n");
        } else if (!note.signedBy(logVkey)) {
            answer(call, 403, "text/plain", "not signed\n");
        } else if (old > note.size()) {
            answer(call, 400, "text/plain", "old size above size\n");
        } else if (old != size) {
            answer(call, 409, "text/x.tlog.size", size + "\n");
        } else if (!holds(note, proof)) {
            answer(call, 422, "text/plain", "bad proof\n");
        } else {
            size = note.size();
            root = note.root();
            answer(call, 200, "text/plain", cosignature(note));
        }
    }

    private boolean holds(SpecNote note, List<byte[]> proof) {
        if (size == 0) {
            return proof.isEmpty();
        }
        return note.size() == size
                ? proof.isEmpty() && Arrays.equals(root, note.root())
                : SpecMerkle.consistent(size, root, note.size(), note.root(), proof);
    }

    private String cosignature(SpecNote note) {
        long time = 1_900_000_000L;
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(keys.getPrivate());
            signer.update(("cosignature/v1\ntime " + time + "\n" + note.text()).getBytes(StandardCharsets.UTF_8));
            byte[] stamp = ByteBuffer.allocate(8).putLong(time).array();
            byte[] line = SpecMerkle.joined(keyId(), stamp, signer.sign());
            return "\u2014 " + NAME + " " + Base64.getEncoder().encodeToString(line) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange call, int status, String type, String text) throws IOException {
        statuses.add(status);
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", type);
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
