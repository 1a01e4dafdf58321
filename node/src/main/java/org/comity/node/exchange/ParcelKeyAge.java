package org.comity.node.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.comity.age.PostQuantumIdentity;
import org.comity.node.ledger.Source;
import org.comity.node.store.Snapshot;
import org.comity.tlog.Hash;

/**
 * Reminds officers that the parcel key is due to change.
 *
 * <p>age has no forward secrecy: whoever records parcels and gets the key one day reads all of its time. So the key changes monthly,
 * and the old one is destroyed when nothing for it can be under way. Both need a person, since the card must be signed with keys that
 * are not here. On the node's thread.
 */
final class ParcelKeyAge {

    private static final Duration MONTH = Duration.ofDays(31);
    private static final Duration LOOK = Duration.ofDays(1);

    /** The old key is kept for a week; after two it was forgotten. */
    private static final Duration OLD_KEPT = Duration.ofDays(14);

    private final ExchangeContext context;

    ParcelKeyAge(ExchangeContext context) {
        this.context = context;
    }

    /** Notes the present key if it is new, then looks once a day. */
    void start() {
        byte[] present = name(context.parcelKeys().get().getFirst());
        context.ledger()
                .submit(Source.NODE, turn -> {
                    turn.sql()
                            .update(
                                    "INSERT INTO exchange_parcel_key (key, ms) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
                                    present,
                                    turn.now().toEpochMilli());
                    return true;
                })
                .whenComplete((noted, failure) -> look());
    }

    private void look() {
        List<PostQuantumIdentity> keys = context.parcelKeys().get();
        Instant now = context.world().clock().instant();
        Duration age = age(keys.getFirst(), now);
        if (age.compareTo(MONTH) > 0) {
            alarm("the parcel key is older than a month: stop the node, then comity keys rotate-parcel");
        }
        if (keys.size() > 1 && age.compareTo(OLD_KEPT) > 0) {
            alarm("the previous parcel key is still here: stop the node, then comity keys destroy-old-parcel");
        }
        context.world().schedule().at(now.plus(LOOK), this::look);
    }

    private void alarm(String why) {
        context.alarms().raise(context.me(), why);
    }

    private Duration age(PostQuantumIdentity key, Instant now) {
        try (Snapshot snapshot = context.world().store().snapshot()) {
            return snapshot.sql()
                    .first("SELECT ms FROM exchange_parcel_key WHERE key = ?", row -> row.number(0), name(key))
                    .map(ms -> Duration.between(Instant.ofEpochMilli(ms), now))
                    .orElse(Duration.ZERO);
        }
    }

    private static byte[] name(PostQuantumIdentity key) {
        return Hash.sha256(key.recipient().bytes()).bytes();
    }
}
