package org.comity.node.exchange;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.comity.node.ledger.StorageGauge;
import org.comity.node.record.MemberId;

/**
 * Decides on a peer's call from its head, before a byte of its body is read.
 *
 * <p>Which lane a parcel holds is not visible before it is opened, so a sender announces urgent ones by the path they are posted to.
 * Each peer has a bucket of parcels and one of bytes for ordinary parcels, the same again for urgent ones, and one for all other
 * calls. A call that finds its bucket empty is told when to come back; it uses nothing up, so trying again too early costs a peer
 * nothing but the call.
 *
 * <p>On a disk that is nearly full only urgent parcels are taken; on one that is all but full, nothing that writes.
 *
 * <p>Any thread may ask.
 */
final class Admission {

    /** What a call is, as far as its head tells. */
    enum Road {
        ORDINARY,
        URGENT,
        WRITING,
        READING;

        static Road of(String method, String path) {
            if (path.equals(Courier.PARCELS)) {
                return ORDINARY;
            }
            if (path.equals(Courier.URGENT_PARCELS)) {
                return URGENT;
            }
            // A greeting stores nothing, and must be answered when all else is not.
            return method.equals("GET") || path.equals(Hello.PATH) ? READING : WRITING;
        }
    }

    /** Calls turned away since a moment. */
    record Refusals(long quota, long storage) {
        static final Refusals NONE = new Refusals(0, 0);

        Refusals plus(Refusals more) {
            return new Refusals(quota + more.quota, storage + more.storage);
        }
    }

    /** Hears of each refusal, on any thread. */
    @FunctionalInterface
    interface Watcher {
        void refused(MemberId peer, Problem.Type why);
    }

    private static final Duration STORAGE_PAUSE = Duration.ofMinutes(1);
    private static final Refusals BY_QUOTA = new Refusals(1, 0);
    private static final Refusals BY_STORAGE = new Refusals(0, 1);

    private static final class Share {
        private final TokenBucket ordinaryParcels;
        private final TokenBucket ordinaryBytes;
        private final TokenBucket urgentParcels;
        private final TokenBucket urgentBytes;
        private final TokenBucket calls;

        Share(Quotas quotas) {
            ordinaryParcels = parcels(quotas.ordinaryParcels());
            ordinaryBytes = bytes(quotas.ordinaryBytes(), Limits.PARCEL_BYTES);
            urgentParcels = parcels(quotas.urgentParcels());
            urgentBytes = bytes(quotas.urgentBytes(), Limits.URGENT_FILE_BYTES);
            calls = parcels(quotas.calls());
        }

        private static TokenBucket parcels(int perSecond) {
            return new TokenBucket(perSecond, (long) perSecond * Quotas.BURST_SECONDS);
        }

        /** However low the rate, the largest parcel must fit in at some time. */
        private static TokenBucket bytes(long perSecond, int largest) {
            return new TokenBucket(perSecond, Math.max(perSecond * Quotas.BURST_SECONDS, largest));
        }

        long waitMs(Road road, long length, long nowMs) {
            return switch (road) {
                case ORDINARY -> takeBoth(ordinaryParcels, ordinaryBytes, length, nowMs);
                case URGENT -> takeBoth(urgentParcels, urgentBytes, length, nowMs);
                case WRITING, READING -> takeOne(calls, nowMs);
            };
        }

        private static long takeBoth(TokenBucket parcels, TokenBucket bytes, long length, long nowMs) {
            long wait = Math.max(parcels.waitMs(1, nowMs), bytes.waitMs(length, nowMs));
            if (wait == 0) {
                parcels.take(1);
                bytes.take(length);
            }
            return wait;
        }

        private static long takeOne(TokenBucket calls, long nowMs) {
            long wait = calls.waitMs(1, nowMs);
            if (wait == 0) {
                calls.take(1);
            }
            return wait;
        }
    }

    private final Quotas quotas;
    private final StorageGauge storage;
    private final InstantSource clock;
    private final Watcher watcher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<MemberId, Share> shares = new TreeMap<>();
    private final Map<MemberId, Refusals> refusals = new TreeMap<>();

    Admission(Quotas quotas, StorageGauge storage, InstantSource clock, Watcher watcher) {
        this.quotas = quotas;
        this.storage = storage;
        this.clock = clock;
        this.watcher = watcher;
    }

    /** Why a call is turned away; empty when its body may come. Counts it, so it is asked once for each call. */
    Optional<Problem> refusal(MemberId peer, String method, String path, long length) {
        Road road = Road.of(method, path);
        if (road == Road.URGENT && length > Limits.URGENT_FILE_BYTES) {
            return Optional.of(Problem.of(
                    Problem.Type.TOO_LARGE,
                    "an urgent parcel of " + length + " bytes; at most " + Limits.URGENT_FILE_BYTES + " are taken"));
        }
        Optional<Problem> problem = byStorage(road).or(() -> byQuota(peer, road, length));
        problem.ifPresent(why -> {
            count(peer, why.type() == Problem.Type.QUOTA ? BY_QUOTA : BY_STORAGE);
            watcher.refused(peer, why.type());
        });
        return problem;
    }

    private Optional<Problem> byStorage(Road road) {
        StorageGauge.Level level = road == Road.READING ? StorageGauge.Level.AMPLE : storage.level();
        boolean full = level == StorageGauge.Level.EXHAUSTED;
        if (full || (level == StorageGauge.Level.LOW && road == Road.ORDINARY)) {
            return Optional.of(Problem.of(
                            Problem.Type.STORAGE_LOW,
                            full
                                    ? "the disk is all but full: nothing is taken"
                                    : "the disk is nearly full: urgent parcels only")
                    .retryAfter(STORAGE_PAUSE.toSeconds()));
        }
        return Optional.empty();
    }

    private Optional<Problem> byQuota(MemberId peer, Road road, long length) {
        long wait;
        lock.lock();
        try {
            wait = shares.computeIfAbsent(peer, member -> new Share(quotas)).waitMs(road, length, clock.millis());
        } finally {
            lock.unlock();
        }
        return wait == 0
                ? Optional.empty()
                : Optional.of(Problem.of(Problem.Type.QUOTA, "what " + peer + " may send here for now is used up")
                        .retryAfter(Math.ceilDiv(wait, 1_000)));
    }

    private void count(MemberId peer, Refusals one) {
        lock.lock();
        try {
            refusals.merge(peer, one, Refusals::plus);
        } finally {
            lock.unlock();
        }
    }

    /** What was turned away since this was last asked. */
    Map<MemberId, Refusals> takeRefusals() {
        lock.lock();
        try {
            Map<MemberId, Refusals> taken = new TreeMap<>(refusals);
            refusals.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
