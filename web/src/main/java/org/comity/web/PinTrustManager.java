package org.comity.web;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.comity.node.world.Pin;

/**
 * Trusts a key, never a certificate. That the other side holds the private half is proven by the handshake itself
 * (RFC 8446, section 4.4.3); this class only decides whether the key is a known one.
 *
 * <p>It extends the <em>extended</em> trust manager on purpose: a plain one would be wrapped by the platform with checks of
 * host names and algorithms, which say nothing here.
 */
final class PinTrustManager extends X509ExtendedTrustManager {

    private final Predicate<Pin> known;

    PinTrustManager(Predicate<Pin> known) {
        this.known = known;
    }

    private void requireKnown(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("no certificate was shown");
        }
        Pin pin = TlsIdentity.pinOf(chain[0]);
        if (!known.test(pin)) {
            throw new CertificateException("TLS key " + pin + " is not one of those expected here");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        requireKnown(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        requireKnown(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        requireKnown(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        requireKnown(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        requireKnown(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        requireKnown(chain);
    }

    /** None: a list of issuers would only tell strangers whom this node knows. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
