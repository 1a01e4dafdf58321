package org.comity.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A server's TLS context whose sockets cannot be held open in silence.
 *
 * <p>The HTTP server bounds how many connections it has, but not how long a handshake lasts or a read waits: a stranger could take
 * every connection by opening it and saying nothing. The server makes its TLS sockets through the context it is given, so that is
 * where the bounds go: the socket is closed when the handshake takes too long, however busily it trickles, and a read that waits
 * too long fails. How many connections one party may have is a matter of the {@link Crowd}. The TLS parameters are set in the same place, since the server applies its own to another kind of socket only.
 */
final class GuardedTls extends SSLContext {

    private GuardedTls(SSLContext inner, Sockets sockets) {
        super(new Spi(inner, sockets), inner.getProvider(), inner.getProtocol());
    }

    static SSLContext around(
            SSLContext inner,
            SSLParameters parameters,
            Duration handshake,
            Duration silence,
            Crowd crowd,
            ScheduledExecutorService watch) {
        return new GuardedTls(
                inner, new Sockets(inner.getSocketFactory(), parameters, handshake, silence, crowd, watch));
    }

    private static final class Sockets extends SSLSocketFactory {

        private final SSLSocketFactory inner;
        private final SSLParameters parameters;
        private final Duration handshake;
        private final Duration silence;
        private final Crowd crowd;
        private final ScheduledExecutorService watch;

        Sockets(
                SSLSocketFactory inner,
                SSLParameters parameters,
                Duration handshake,
                Duration silence,
                Crowd crowd,
                ScheduledExecutorService watch) {
            this.inner = inner;
            this.parameters = parameters;
            this.handshake = handshake;
            this.silence = silence;
            this.crowd = crowd;
            this.watch = watch;
        }

        /** The one way in which a server makes a socket: around a connection that it accepted. */
        @Override
        public Socket createSocket(Socket accepted, @Nullable InputStream consumed, boolean autoClose)
                throws IOException {
            if (!crowd.arrives(accepted)) {
                accepted.close();
                throw new SocketException("too many connections of this address are in the handshake");
            }
            ScheduledFuture<?> deadline =
                    watch.schedule(() -> close(accepted), handshake.toMillis(), TimeUnit.MILLISECONDS);
            accepted.setSoTimeout((int) handshake.toMillis());
            // Closing with the connection, whatever was asked: else a close waits for the other side's farewell.
            SSLSocket socket = (SSLSocket) inner.createSocket(accepted, consumed, true);
            socket.setSSLParameters(parameters);
            socket.addHandshakeCompletedListener(done -> {
                deadline.cancel(false);
                if (crowd.enters(accepted, key(done))) {
                    allowSilence(accepted);
                } else {
                    close(accepted);
                }
            });
            return socket;
        }

        private static String key(HandshakeCompletedEvent done) {
            try {
                return TlsIdentity.pinOf((X509Certificate) done.getPeerCertificates()[0])
                        .toString();
            } catch (SSLPeerUnverifiedException e) {
                // A face whose callers show no key; they share one bound.
                return "";
            }
        }

        private void allowSilence(Socket accepted) {
            try {
                accepted.setSoTimeout((int) silence.toMillis());
            } catch (SocketException e) {
                // Closed in the meantime: nothing left to bound.
                close(accepted);
            }
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return inner.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return inner.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) {
            throw notForClients();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw notForClients();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw notForClients();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw notForClients();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
            throw notForClients();
        }

        private static UnsupportedOperationException notForClients() {
            return new UnsupportedOperationException("this context is for connections that a server accepted");
        }
    }

    private static final class Spi extends SSLContextSpi {

        private final SSLContext inner;
        private final Sockets sockets;

        Spi(SSLContext inner, Sockets sockets) {
            this.inner = inner;
            this.sockets = sockets;
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("this context is initialised at birth");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return sockets;
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return inner.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return inner.createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return inner.createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return inner.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return inner.getClientSessionContext();
        }
    }
}
