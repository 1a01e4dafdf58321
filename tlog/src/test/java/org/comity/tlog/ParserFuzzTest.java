package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random bytes, and good files with random damage, at every parser: only LogException may come out. */
class ParserFuzzTest {
    private static final MemoryTiles TILES = Fixture.tiles(40);
    private static final SignedCheckpoint SIGNED = Fixture.signed(TILES.head());
    private static final Ed25519CosigningKey COSIGNER = Ed25519CosigningKey.fromSeed("w.example", Fixture.seed(7));
    private static final MlDsa44CosigningKey PQ = MlDsa44CosigningKey.fromSeed("w.example", Fixture.seed(8));

    static Stream<Arguments> parsers() {
        Tree tree = TILES.tree(40);
        AddCheckpointRequest add = new AddCheckpointRequest(7, tree.consistency(7), SIGNED);
        SignedCheckpoint cosigned = SIGNED.withSignatures(List.of(PQ.sign(SIGNED.checkpoint(), 5)));
        Subtree subtree = new Subtree(8, 13);
        SignSubtreeRequest sign =
                new SignSubtreeRequest(subtree, tree.subtree(subtree), tree.consistency(subtree), cosigned);
        String policy = "log " + Fixture.LOG_ED.verifierKey().vkey() + " url\nwitness a "
                + COSIGNER.verifierKey().vkey() + "\ngroup g any a\nquorum g\n";
        ForkEvidence fork =
                new ForkEvidence.SplitView(SIGNED, Fixture.signed(new TreeHead(40, Hash.leaf(new byte[0]))));
        Witness witness = new Witness(
                List.of(COSIGNER, PQ),
                new MemoryWitnessLogs(Map.of(Fixture.ORIGIN, List.of(Fixture.LOG_ED.verifierKey()))));
        return Stream.of(
                parser("note", SIGNED.encode(), SignedNote::parse),
                parser("checkpoint", SIGNED.encode(), SignedCheckpoint::parse),
                parser("checkpoint text", Fixture.utf8(SIGNED.checkpoint().encode()), text(Checkpoint::parse)),
                parser("line", Fixture.utf8(SIGNED.signatures().get(0).line()), text(NoteSignature::parse)),
                parser("vkey", Fixture.utf8(COSIGNER.verifierKey().vkey()), text(VerifierKey::parse)),
                parser("hash", Fixture.utf8(Hash.EMPTY_ROOT.base64()), text(Hash::ofBase64)),
                parser("hex", Fixture.utf8(Hash.EMPTY_ROOT.hex()), text(Hash::ofHex)),
                parser("frontier", TILES.frontier().encode(), bytes -> Frontier.decode(40, bytes)),
                parser("proof", LogProof.of(3, tree.inclusion(3), SIGNED).encode(), LogProof::parse),
                parser("policy", Fixture.utf8(policy), Policy::parse),
                parser("add-checkpoint", add.encode(), AddCheckpointRequest::parse),
                parser("sign-subtree", sign.encode(), SignSubtreeRequest::parse),
                parser("stale", Fixture.utf8("40\n"), AddCheckpointRequest::staleSize),
                parser(
                        "cosignatures",
                        Fixture.utf8(COSIGNER.sign(SIGNED.checkpoint(), 5).line() + "\n"),
                        bytes -> add.accept(bytes, List.of(COSIGNER.verifierKey()))),
                parser("evidence", fork.encode(), ForkEvidence::parse),
                parser("tile path", Fixture.utf8("tile/0/x001/234.p/5"), text(TilePath::parse)),
                parser("witness", add.encode(), body -> witness.addCheckpoint(body, 9)),
                parser("subtree witness", sign.encode(), witness::signSubtree));
    }

    private static Arguments parser(String name, byte[] good, Consumer<byte[]> parse) {
        return Arguments.of(name, good, parse);
    }

    private static Consumer<byte[]> text(Consumer<String> parse) {
        return bytes -> parse.accept(Fixture.text(bytes));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parsers")
    void onlyLogExceptionsComeOut(String name, byte[] good, Consumer<byte[]> parse) {
        parse.accept(good);
        Seeded.check(3_000, random -> {
            byte[] input = random.nextInt(4) == 0 ? Seeded.bytes(random, random.nextInt(200)) : damaged(random, good);
            try {
                parse.accept(input);
            } catch (LogException e) {
                assertThat(e.getMessage()).as(name).isNotEmpty();
            }
        });
    }

    /** One to three changes near a random place: a byte replaced, removed, doubled, or the tail cut off. */
    private static byte[] damaged(Random random, byte[] good) {
        byte[] bytes = good.clone();
        for (int change = 1 + random.nextInt(3); change > 0 && bytes.length > 0; change--) {
            // Most of a file is base64; its structure stands in the first bytes.
            int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 120) : bytes.length);
            byte[] insert = switch (random.nextInt(5)) {
                case 0 -> new byte[0];
                case 1 -> new byte[] {bytes[at], bytes[at]};
                case 2 -> Fixture.utf8("\n");
                case 3 -> Fixture.utf8(" ");
                default -> Seeded.bytes(random, 1);
            };
            int keep = random.nextInt(12) == 0 ? 0 : bytes.length - at - 1;
            byte[] next = new byte[at + insert.length + keep];
            System.arraycopy(bytes, 0, next, 0, at);
            System.arraycopy(insert, 0, next, at, insert.length);
            System.arraycopy(bytes, bytes.length - keep, next, at + insert.length, keep);
            bytes = next;
        }
        return bytes;
    }
}
