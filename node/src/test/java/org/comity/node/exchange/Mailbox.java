package org.comity.node.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Kind;

/** Takes letters; fails or kills its process on those it is told to. */
final class Mailbox implements Receiver {

    /** The process is gone: no program catches this. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    final List<String> letters = new ArrayList<>();
    final Set<String> failing = new HashSet<>();
    final Set<String> killing = new HashSet<>();
    int kills;

    @Override
    public Set<Kind> kinds() {
        return Set.of(HostilePeer.LETTER);
    }

    @Override
    public void received(Turn turn, Received message) throws BodyRefused {
        String text = new String(message.act().body(), StandardCharsets.UTF_8);
        if (text.startsWith("bad ")) {
            throw new BodyRefused("a letter must not begin with bad");
        }
        if (killing.contains(text)) {
            kills++;
            throw new Killed();
        }
        if (failing.contains(text)) {
            turn.sql().update("INSERT INTO exchange_public (seq, idx, bytes) VALUES (999, 999, 999)");
            throw new IllegalStateException("this letter makes its handler fail");
        }
        turn.afterCommit(() -> letters.add(text));
    }
}
