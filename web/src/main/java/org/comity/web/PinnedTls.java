package org.comity.web;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.comity.node.world.Pin;

/**
 * TLS 1.3 (RFC 8446) between parties that know each other's keys and need no certification authority.
 */
public final class PinnedTls {

    private PinnedTls() {}

    /**
     * A context that shows our key and accepts the keys that {@code known} knows at the moment of each handshake.
     *
     * @param own the key to show; asked for in every handshake
     */
    public static SSLContext context(Supplier<TlsIdentity> own, Predicate<Pin> known) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    new KeyManager[] {new OwnKeyManager(own)}, new TrustManager[] {new PinTrustManager(known)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no TLS 1.3", e);
        }
    }

    /**
     * A server's context that demands a key of every caller and bounds its patience.
     *
     * @param handshake longest handshake
     * @param silence longest wait of one read after it
     * @param crowd bounds the connections of one party
     * @param watch closes the connections whose handshake takes too long
     */
    public static SSLContext mutualServer(
            Supplier<TlsIdentity> own,
            Predicate<Pin> known,
            Duration handshake,
            Duration silence,
            Crowd crowd,
            ScheduledExecutorService watch) {
        return GuardedTls.around(context(own, known), parameters(true), handshake, silence, crowd, watch);
    }

    /** Like {@link #mutualServer}, for callers that show no key. */
    public static SSLContext server(
            Supplier<TlsIdentity> own, Duration handshake, Duration silence, ScheduledExecutorService watch) {
        return GuardedTls.around(
                context(own, pin -> false), parameters(false), handshake, silence, Crowd.unbounded(), watch);
    }

    /** TLS 1.3 and nothing older, HTTP/1.1, no look at host names. */
    public static SSLParameters parameters(boolean clientMustShowKey) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        parameters.setEndpointIdentificationAlgorithm("");
        if (clientMustShowKey) {
            parameters.setNeedClientAuth(true);
        }
        return parameters;
    }
}
