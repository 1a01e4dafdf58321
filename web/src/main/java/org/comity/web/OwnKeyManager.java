package org.comity.web;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows this node's TLS key of the moment, whoever asks and whatever issuers are named. The key is asked for in every handshake,
 * so a change of keys needs no restart.
 *
 * <p>A handshake names its key by alias in one call and fetches it in later ones; the alias is therefore the pin, and the keys
 * once named are kept. There are as many as changes of keys in the life of a process.
 */
final class OwnKeyManager extends X509ExtendedKeyManager {

    private final Supplier<TlsIdentity> own;
    private final Map<String, TlsIdentity> named = new ConcurrentHashMap<>();

    OwnKeyManager(Supplier<TlsIdentity> own) {
        this.own = own;
    }

    private @Nullable String name(String... keyTypes) {
        TlsIdentity now = own.get();
        for (String type : keyTypes) {
            if (type.equals(now.key().getAlgorithm())) {
                String alias = now.pin().toString();
                named.put(alias, now);
                return alias;
            }
        }
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return name(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return name(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return name(keyType);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return name(keyType);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = name(keyType);
        return alias == null ? new String[0] : new String[] {alias};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return getClientAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        TlsIdentity identity = named.get(alias);
        return identity == null ? null : new X509Certificate[] {identity.certificate()};
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        TlsIdentity identity = named.get(alias);
        return identity == null ? null : identity.key();
    }
}
