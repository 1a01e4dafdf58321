package org.comity.web.peers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.comity.node.record.MemberId;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.PeerFace;
import org.comity.node.world.Pin;

/** A node that knows some pins, remembers what it was asked and answers as told. */
final class ScriptedFace implements PeerFace {

    record Asked(MemberId from, PeerCall call) {}

    final Map<Pin, MemberId> known = new ConcurrentHashMap<>();
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    volatile LongFunction<Optional<PeerAnswer>> heads = length -> Optional.empty();
    volatile Function<PeerCall, Optional<PeerAnswer>> script =
            call -> Optional.of(PeerAnswer.of(200, "application/cbor", new byte[] {1}));

    @Override
    public Optional<MemberId> memberOf(Pin pin) {
        return Optional.ofNullable(known.get(pin));
    }

    @Override
    public Optional<PeerAnswer> beforeBody(MemberId from, String method, String path, long length) {
        return heads.apply(length);
    }

    @Override
    public void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        asked.add(new Asked(from, call));
        script.apply(call).ifPresent(back);
    }

    void answers(int status, String contentType, byte[] body) {
        script = call -> Optional.of(PeerAnswer.of(status, contentType, body));
    }
}
