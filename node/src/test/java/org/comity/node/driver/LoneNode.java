package org.comity.node.driver;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.comity.node.Node;
import org.comity.node.directory.Authority;
import org.comity.node.directory.AuthorityKind;
import org.comity.node.directory.MemberProfile;
import org.comity.node.directory.Names;
import org.comity.node.directory.NodeName;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Source;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.store.BlobSink;
import org.comity.tlog.Hash;

/** The node of a folder, that nobody calls and that reaches nobody. */
final class LoneNode implements AutoCloseable {

    static final Instant MADE = Instant.parse("2026-03-01T05:00:00Z");

    private static final NodeName NAME = new NodeName("node.xa.example");
    private static final int PATIENCE_SECONDS = 60;

    private final Threads threads = new Threads(1);
    private final NodeWorld world;
    private final Node node;

    LoneNode(NodeFolder folder) {
        world = NodeWorld.open(folder, threads, folder.keys(), schedule -> (to, call, back) -> {});
        node = new Node(folder.config(threads, folder.keys()), world.world());
        await(onNode(node::start));
    }

    static NodeFolder make(Path path) {
        Authority contact = new Authority(
                new AuthorityId("contact"),
                Names.of("en", "Contact point"),
                NAME,
                AuthorityKind.CONTACT_POINT_24_7,
                List.of("en"),
                "24/7",
                List.of(),
                List.of(),
                List.of());
        MemberProfile profile = new MemberProfile(
                Realm.WORLD,
                new MemberId("XA"),
                Names.of("en", "Xa"),
                NAME,
                List.of(contact),
                List.of(URI.create("https://node.xa.example")),
                List.of(),
                1);
        NodeSettings settings = new NodeSettings(
                NodeSettings.FORMAT, "XA", "world", "127.0.0.1", 0, "127.0.0.1", 0, false, "contact", "vault", 0);
        return NodeFolder.create(path, profile, settings, new SystemEntropy(), MADE);
    }

    Node node() {
        return node;
    }

    /** Logs a record of its own. */
    Logged log(String text) {
        return await(node.ledger()
                .submit(
                        Source.NODE,
                        turn -> turn.append(Draft.of(
                                new Kind("test.note"),
                                Recipient.nobody(),
                                Lane.OWN,
                                "text/plain",
                                text.getBytes(StandardCharsets.UTF_8)))));
    }

    Logged issue(VerifiedCard card) {
        return await(node.issue(card));
    }

    Hash blob(String content) {
        try (BlobSink sink = world.world().blobs().create()) {
            var _ = sink.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            return sink.commit();
        }
    }

    private <T> CompletionStage<T> onNode(Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        world.world().schedule().soon(() -> {
            try {
                work.get().whenComplete((value, failure) -> {
                    if (failure == null) {
                        done.complete(value);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static <T> T await(CompletionStage<T> promise) {
        return promise.toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        await(onNode(node::stop));
        world.close();
        threads.close();
    }
}
