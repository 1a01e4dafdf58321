package org.comity.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.comity.node.Node;
import org.comity.node.access.Officer;
import org.comity.node.access.OfficerId;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.access.Officers;
import org.comity.node.access.Role;
import org.comity.node.access.Tokens;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.Turn;
import org.comity.node.record.JsonBody;
import org.comity.node.world.Schedule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets programs of the user who runs the node in: the address of the officers' face and a token, in a file that only this user reads.
 *
 * <p>The token is that of an officer named {@code operator}, who has every role and no key that could sign: whoever runs the machine
 * can write drafts, and can approve nothing. It lives for an hour and is renewed in time; at the end it is taken back. A member that
 * wants no such way in retires this officer, and it never returns.
 */
final class LocalAccess implements AutoCloseable {

    /** The officer whose token it is. */
    static final OfficerId OPERATOR = new OfficerId("operator");

    private static final Logger LOG = LoggerFactory.getLogger(LocalAccess.class);
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration RENEWAL = Duration.ofMinutes(20);
    private static final int PATIENCE_SECONDS = 30;

    private record Way(String url, String token, long pid) {}

    private final Node node;
    private final Path file;
    private final URI url;
    private volatile Schedule.Cancel renewal = () -> {};
    private volatile String tokenId = "";
    private volatile boolean closed;

    private LocalAccess(Node node, Path file, URI url) {
        this.node = node;
        this.file = file;
        this.url = url;
    }

    /** Writes the file and keeps it fresh until it is closed. */
    static LocalAccess grant(Node node, Path folder, URI url) throws IOException {
        Path run = folder.resolve("run");
        Files.createDirectories(run);
        LocalAccess access = new LocalAccess(node, run.resolve("officers.json"), url);
        Files.deleteIfExists(access.file);
        try {
            access.written(access.issue().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof Refused refused) || refused.code() != Refused.Code.DUPLICATE) {
                throw new IOException("no token for local programs: " + e.getMessage(), e);
            }
            LOG.info("the officer {} was retired; local programs need a token of another officer", OPERATOR);
        } catch (TimeoutException e) {
            throw new IOException("no token for local programs within " + PATIENCE_SECONDS + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before local programs had a token", e);
        }
        return access;
    }

    private CompletionStage<Tokens.Issued> issue() {
        return node.ledger().submit(Source.NODE, turn -> {
            if (Officers.find(turn.sql(), OPERATOR).isEmpty()) {
                admitOperator(turn);
            }
            return Tokens.issue(
                    turn,
                    OPERATOR,
                    EnumSet.allOf(Role.class),
                    LIFE,
                    node.world().entropy());
        });
    }

    /** The secret half of the key is thrown away here, and its use is over a moment later. */
    private void admitOperator(Turn turn) throws Refused {
        Set<Role> roles = EnumSet.allOf(Role.class);
        long now = turn.now().toEpochMilli();
        Officers.admit(
                turn,
                new Officer(OPERATOR, "Programs on the node's own machine", roles),
                OfficerSecretKey.generate(node.world().entropy()).publicKey(roles, now, now + 1));
    }

    private void written(Tokens.Issued token) {
        write(token.text());
        tokenId = token.id();
        renewal = node.world().schedule().at(node.world().clock().instant().plus(RENEWAL), this::renew);
    }

    private void renew() {
        issue().whenComplete((token, failure) -> {
            if (closed) {
                return;
            }
            if (failure != null) {
                LOG.warn("the token for local programs could not be renewed; trying again", failure);
                renewal = node.world()
                        .schedule()
                        .at(node.world().clock().instant().plusSeconds(60), this::renew);
            } else {
                written(token);
            }
        });
    }

    private void write(String token) {
        Path fresh = file.resolveSibling("officers.json.new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(
                    fresh,
                    JsonBody.write(new Way(
                            url.toString(), token, ProcessHandle.current().pid())));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the way in for local programs cannot be written to " + file, e);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        renewal.cancel();
        Files.deleteIfExists(file);
        if (!tokenId.isEmpty()) {
            String ended = tokenId;
            try {
                node.ledger()
                        .submit(Source.NODE, turn -> {
                            Tokens.revoke(turn, ended);
                            return ended;
                        })
                        .toCompletableFuture()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("the token of local programs was not taken back; it ends within the hour", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
