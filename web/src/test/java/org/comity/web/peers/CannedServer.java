package org.comity.web.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.comity.web.PinnedTls;
import org.comity.web.TlsIdentity;

/** A peer that says the same bytes to everybody, well-formed or not. */
final class CannedServer implements AutoCloseable {

    private final SSLServerSocket socket;
    private final byte[] says;
    private final boolean hangs;

    private CannedServer(TlsIdentity identity, String says, boolean hangs) throws IOException {
        this.socket = (SSLServerSocket) PinnedTls.context(() -> identity, pin -> true)
                .getServerSocketFactory()
                .createServerSocket(0, 8, InetAddress.getLoopbackAddress());
        this.says = says.getBytes(StandardCharsets.US_ASCII);
        this.hangs = hangs;
        Thread.ofVirtual().start(this::serve);
    }

    /** Closes the connection after the bytes. */
    static CannedServer answering(TlsIdentity identity, String says) throws IOException {
        return new CannedServer(identity, says, false);
    }

    /** Keeps the connection open after the bytes and says nothing more. */
    static CannedServer hanging(TlsIdentity identity, String says) throws IOException {
        return new CannedServer(identity, says, true);
    }

    URI url() {
        return URI.create("https://127.0.0.1:" + socket.getLocalPort());
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                SSLSocket accepted = (SSLSocket) socket.accept();
                Thread.ofVirtual().start(() -> say(accepted));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void say(SSLSocket accepted) {
        try (accepted) {
            byte[] head = new byte[8192];
            int got = accepted.getInputStream().read(head);
            accepted.getOutputStream().write(says);
            accepted.getOutputStream().flush();
            while (hangs && got >= 0) {
                got = accepted.getInputStream().read(head);
            }
        } catch (IOException e) {
            // The caller went away, which is what some tests want.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
