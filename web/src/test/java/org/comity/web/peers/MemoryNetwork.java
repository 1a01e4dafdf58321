package org.comity.web.peers;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.comity.node.record.MemberId;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.PeerFace;
import org.comity.node.world.PeerTransport;
import org.comity.node.world.Pin;
import org.comity.node.world.Schedule;
import org.comity.web.Problem;

/** The road between nodes without sockets, for one thread. */
final class MemoryNetwork {

    private record Node(PeerFace face, Pin pin) {}

    private record Session(URI url, Pin caller, Pin called) {}

    private final Map<URI, Node> nodes = new HashMap<>();
    private final Set<Session> sessions = new HashSet<>();
    private final Schedule schedule;
    private final int bodyBytes;

    MemoryNetwork(Schedule schedule, int bodyBytes) {
        this.schedule = schedule;
        this.bodyBytes = bodyBytes;
    }

    URI offer(PeerFace face, Pin pin) {
        URI url = URI.create("https://node-" + nodes.size() + ".invalid");
        nodes.put(url, new Node(face, pin));
        return url;
    }

    PeerTransport transport(Pin caller) {
        return (to, call, back) -> tryInOrder(caller, to, call, 0, new ArrayList<>(), back);
    }

    private void tryInOrder(
            Pin caller,
            PeerAddress to,
            PeerCall call,
            int next,
            List<String> reasons,
            Consumer<Outcome<PeerAnswer>> back) {
        if (next == to.urls().size()) {
            PeerUnreachable unreachable = new PeerUnreachable(String.join("; ", reasons));
            schedule.soon(() -> back.accept(new Outcome.Failed<>(unreachable)));
            return;
        }
        URI url = to.urls().get(next);
        try {
            Node node = connect(caller, to, url);
            serve(node, caller, call, answer -> {
                if (tooMuch(call, answer)) {
                    reasons.add(url + ": longer than was asked for");
                    tryInOrder(caller, to, call, next + 1, reasons, back);
                } else {
                    schedule.soon(() -> back.accept(new Outcome.Done<>(answer)));
                }
            });
        } catch (PeerUnreachable e) {
            reasons.add(url + ": " + e.getMessage());
            tryInOrder(caller, to, call, next + 1, reasons, back);
        }
    }

    private Node connect(Pin caller, PeerAddress to, URI url) throws PeerUnreachable {
        Node node = nodes.get(url);
        if (node == null) {
            throw new PeerUnreachable("nobody listens");
        }
        if (!to.pins().contains(node.pin)) {
            throw new PeerUnreachable("TLS key " + node.pin + " is not one of those expected here");
        }
        Session session = new Session(url, caller, node.pin);
        if (!sessions.contains(session) && node.face.memberOf(caller).isEmpty()) {
            throw new PeerUnreachable("closed in the handshake");
        }
        sessions.add(session);
        return node;
    }

    private void serve(Node node, Pin caller, PeerCall call, Consumer<PeerAnswer> back) {
        MemberId from = node.face.memberOf(caller).orElse(null);
        if (from == null) {
            back.accept(problem(403, "not-recognised"));
        } else if (call.body().length > bodyBytes) {
            back.accept(problem(413, "too-large"));
        } else {
            try {
                node.face.answer(from, call, back);
            } catch (RuntimeException e) {
                back.accept(problem(500, "internal"));
            }
        }
    }

    private boolean tooMuch(PeerCall call, PeerAnswer answer) {
        long allowed = answer.status() == 206 ? call.range().orElseThrow().length() : bodyBytes;
        return answer.body().length > allowed;
    }

    private static PeerAnswer problem(int status, String slug) {
        return PeerAnswer.of(
                status, Problem.MEDIA_TYPE, Problem.of(status, slug, slug).json());
    }
}
