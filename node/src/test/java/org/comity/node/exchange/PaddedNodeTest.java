package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.store.Space;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node that pads its log shows of what it does. */
final class PaddedNodeTest {

    private static final Duration TICK = Duration.ofMinutes(10);

    private final Mailbox mailbox = new Mailbox();
    private final Stage stage = Stage.padded(TICK, mailbox);
    private final HostilePeer peer = new HostilePeer("XB", Realm.WORLD);

    @BeforeEach
    void recognise() {
        stage.admit(peer);
        stage.pass(TICK.multipliedBy(2));
    }

    private long size() {
        return stage.node().ledger().committed().size();
    }

    private void log(int records) {
        stage.result(stage.node().ledger().submit(Source.NODE, turn -> {
            for (int i = 0; i < records; i++) {
                turn.append(Draft.of(
                        new Kind("test.note"),
                        Recipient.nobody(),
                        Lane.OWN,
                        "text/plain",
                        "x".getBytes(StandardCharsets.UTF_8)));
            }
            return records;
        }));
    }

    @Test
    void oneRecordAndTenLookAlike() {
        long before = size();
        log(1);
        stage.pass(TICK.multipliedBy(2));
        assertThat(size() - before).isEqualTo(16);
        log(10);
        stage.pass(TICK.multipliedBy(2));
        assertThat(size() - before).isEqualTo(32);
        assertThat(stage.kindsFrom(before)).filteredOn("padding"::equals).hasSize(21);
    }

    @Test
    void aBusyTimeIsRoundedUp() {
        long before = size();
        log(1_001);
        stage.pass(TICK.multipliedBy(2));
        assertThat(size() - before).isEqualTo(1_024);
    }

    @Test
    void aLargePaddingIsLoggedInManyWorks() {
        long before = size();
        log(20_000);
        stage.pass(TICK.multipliedBy(2));
        assertThat(size() - before).isEqualTo(20_480);
    }

    @Test
    void whatIsLoggedMeanwhileCountsForTheNextTime() {
        long before = size();
        log(1);
        stage.pass(TICK.multipliedBy(2));
        log(1);
        log(1);
        stage.pass(TICK.multipliedBy(2));
        assertThat(size() - before).isEqualTo(32);
    }

    @Test
    void anIdleNodeAddsNoLeaf() {
        log(1);
        stage.pass(TICK.multipliedBy(2));
        long before = size();
        stage.pass(Duration.ofDays(2));
        assertThat(size()).isEqualTo(before);
    }

    @Test
    void aNearlyFullDiskIsNotFilledWithPadding() {
        stage.setSpace(new Space(5_000, 100_000));
        stage.pass(TICK);
        long before = size();
        log(1);
        stage.pass(TICK.multipliedBy(3));
        assertThat(stage.kindsFrom(before)).doesNotContain("padding");
        stage.setSpace(Space.ENDLESS);
        stage.pass(TICK.multipliedBy(2));
        assertThat(stage.kindsFrom(before)).contains("padding");
    }

    @Test
    void paddingIsVerifiedLikeAnyLeafAndSaysNothing() {
        long before = size();
        log(1);
        stage.pass(TICK.multipliedBy(2));
        assertThat(stage.node().ledger().checkAll().toString()).isNotEmpty();
        List<String> kinds = stage.kindsFrom(before);
        assertThat(Collections.frequency(kinds, "padding")).isEqualTo(15);
    }
}
