package org.comity.node.directory;

import java.util.Optional;
import org.comity.age.AgeException;
import org.comity.age.PostQuantumIdentity;
import org.comity.age.PostQuantumRecipient;
import org.comity.node.access.SecretFileRefused;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.world.Entropy;

/** What a file of node keys holds, as deterministic CBOR. */
record NodeSecrets(
        NodeName node,
        int generation,
        Seed logEd25519,
        Seed logMlDsa44,
        Seed witnessEd25519,
        Seed witnessMlDsa44,
        PostQuantumIdentity parcel,
        Optional<PostQuantumIdentity> previousParcel,
        PostQuantumIdentity vault,
        PostQuantumRecipient recovery,
        TlsKey tls,
        TlsKey nextTls,
        Seed storage,
        Seed duty) {

    /** 32 secret bytes that print nothing. */
    static final class Seed {

        private static final int BYTES = 32;

        private final byte[] value;

        private Seed(byte[] owned) {
            this.value = owned;
        }

        static Seed generate(Entropy entropy) {
            return new Seed(entropy.bytes(BYTES));
        }

        static Seed read(CborReader in) {
            return new Seed(in.bytes(BYTES));
        }

        byte[] bytes() {
            return value.clone();
        }

        @Override
        public String toString() {
            return "Seed[secret]";
        }
    }

    static NodeSecrets generate(NodeName node, PostQuantumRecipient recovery, Entropy entropy) {
        return new NodeSecrets(
                node,
                1,
                Seed.generate(entropy),
                Seed.generate(entropy),
                Seed.generate(entropy),
                Seed.generate(entropy),
                PostQuantumIdentity.generate(entropy::fill),
                Optional.empty(),
                PostQuantumIdentity.generate(entropy::fill),
                recovery,
                TlsKey.generate(entropy),
                TlsKey.generate(entropy),
                Seed.generate(entropy),
                Seed.generate(entropy));
    }

    NodeSecrets withNextGeneration(Entropy entropy) {
        return new NodeSecrets(
                node,
                generation + 1,
                Seed.generate(entropy),
                Seed.generate(entropy),
                Seed.generate(entropy),
                Seed.generate(entropy),
                parcel,
                previousParcel,
                vault,
                recovery,
                tls,
                nextTls,
                storage,
                duty);
    }

    NodeSecrets withParcel(PostQuantumIdentity current, Optional<PostQuantumIdentity> previous) {
        return new NodeSecrets(
                node,
                generation,
                logEd25519,
                logMlDsa44,
                witnessEd25519,
                witnessMlDsa44,
                current,
                previous,
                vault,
                recovery,
                tls,
                nextTls,
                storage,
                duty);
    }

    NodeSecrets withTls(TlsKey current, TlsKey next) {
        return new NodeSecrets(
                node,
                generation,
                logEd25519,
                logMlDsa44,
                witnessEd25519,
                witnessMlDsa44,
                parcel,
                previousParcel,
                vault,
                recovery,
                current,
                next,
                storage,
                duty);
    }

    byte[] encode() {
        CborWriter out = new CborWriter().map(14);
        out.uint(1).text(node.text());
        out.uint(2).uint(generation);
        out.uint(3).bytes(logEd25519.bytes());
        out.uint(4).bytes(logMlDsa44.bytes());
        out.uint(5).bytes(witnessEd25519.bytes());
        out.uint(6).bytes(witnessMlDsa44.bytes());
        out.uint(7).bytes(parcel.revealSecretBytes());
        out.uint(8);
        previousParcel.ifPresentOrElse(previous -> out.bytes(previous.revealSecretBytes()), out::nil);
        out.uint(9).bytes(vault.revealSecretBytes());
        out.uint(10).bytes(recovery.bytes());
        out.uint(11).bytes(tls.revealScalar());
        out.uint(12).bytes(nextTls.revealScalar());
        out.uint(13).bytes(storage.bytes());
        out.uint(14).bytes(duty.bytes());
        return out.toBytes();
    }

    static NodeSecrets decode(byte[] content, String file) {
        try {
            CborReader in = new CborReader(content);
            CborFields.requireMap(in, 14);
            NodeSecrets secrets = new NodeSecrets(
                    new NodeName(CborFields.at(in, 1).text()),
                    Math.toIntExact(CborFields.at(in, 2).uint()),
                    Seed.read(CborFields.at(in, 3)),
                    Seed.read(CborFields.at(in, 4)),
                    Seed.read(CborFields.at(in, 5)),
                    Seed.read(CborFields.at(in, 6)),
                    PostQuantumIdentity.of(CborFields.at(in, 7).bytes()),
                    readOptional(CborFields.at(in, 8)),
                    PostQuantumIdentity.of(CborFields.at(in, 9).bytes()),
                    PostQuantumRecipient.of(CborFields.at(in, 10).bytes()),
                    TlsKey.ofScalar(CborFields.at(in, 11).bytes()),
                    TlsKey.ofScalar(CborFields.at(in, 12).bytes()),
                    Seed.read(CborFields.at(in, 13)),
                    Seed.read(CborFields.at(in, 14)));
            in.end();
            return secrets;
        } catch (CborException | IllegalArgumentException | ArithmeticException | AgeException e) {
            throw new SecretFileRefused(file + " is damaged: " + e.getMessage() + "; restore it from its copy", e);
        }
    }

    private static Optional<PostQuantumIdentity> readOptional(CborReader in) {
        return in.tryNil() ? Optional.empty() : Optional.of(PostQuantumIdentity.of(in.bytes()));
    }
}
