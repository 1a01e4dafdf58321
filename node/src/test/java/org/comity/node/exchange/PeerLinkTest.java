package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.comity.node.exchange.LinkAction.Alarm;
import org.comity.node.exchange.LinkAction.AskHello;
import org.comity.node.exchange.LinkAction.DropChain;
import org.comity.node.exchange.LinkAction.SendParcel;
import org.comity.node.exchange.LinkAction.WakeAt;
import org.comity.node.exchange.LinkEvent.Failed;
import org.comity.node.exchange.LinkEvent.Failure;
import org.comity.node.exchange.LinkState.Asking;
import org.comity.node.exchange.LinkState.Ready;
import org.comity.node.exchange.LinkState.Suspended;
import org.comity.node.exchange.LinkState.Unknown;
import org.comity.node.exchange.LinkState.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every pair of state and event of a link. */
class PeerLinkTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    private static final List<LinkState> ALL = List.of(
            new Unknown(),
            new Asking(0),
            new Ready(0),
            new Ready(1),
            new Ready(2),
            new Waiting(1, NOW, "x"),
            new Suspended("x"));

    private static PeerLink.Step step(LinkState state, LinkEvent event) {
        return PeerLink.step(state, event, PeerLink.Failures.NONE, NOW, 0);
    }

    private static Failed failed(Failure failure) {
        return new Failed(failure, "because", Optional.empty());
    }

    private static PeerLink.Failures after(int times, Failure failure) {
        PeerLink.Failures failures = PeerLink.Failures.NONE;
        for (int i = 0; i < times; i++) {
            failures = failures.and(failure);
        }
        return failures;
    }

    private static void assertUnmoved(LinkState state, LinkEvent event) {
        assertThat(step(state, event)).isEqualTo(PeerLink.Step.to(state));
    }

    @Test
    void wantedAsksFirstWhatThePeerHolds() {
        assertThat(step(new Unknown(), new LinkEvent.Wanted(1, 0)))
                .isEqualTo(PeerLink.Step.to(new Asking(0), new AskHello()));
    }

    @Test
    void wantedSendsAtOnceWhenNothingFlies() {
        assertThat(step(new Ready(0), new LinkEvent.Wanted(1, 0)))
                .isEqualTo(PeerLink.Step.to(new Ready(1), new SendParcel()));
    }

    @Test
    void wantedFillsASecondParcelOnlyWhenItIsWorthIt() {
        assertUnmoved(new Ready(1), new LinkEvent.Wanted(PeerLink.WORTH_A_PARCEL - 1, 0));
        assertThat(step(new Ready(1), new LinkEvent.Wanted(PeerLink.WORTH_A_PARCEL, 0)))
                .isEqualTo(PeerLink.Step.to(new Ready(2), new SendParcel()));
        assertUnmoved(new Ready(PeerLink.WINDOW), new LinkEvent.Wanted(1_000_000, 0));
    }

    @Test
    void wantedSharesWhatWaitsOverTheParcelsThatMayFly() {
        int many = 10 * PeerLink.WORTH_A_PARCEL;
        assertThat(step(new Ready(0), new LinkEvent.Wanted(many, 0)))
                .isEqualTo(new PeerLink.Step(
                        new Ready(PeerLink.WINDOW), Collections.nCopies(PeerLink.WINDOW, new SendParcel())));
        assertThat(step(new Ready(1), new LinkEvent.Wanted(2 * PeerLink.WORTH_A_PARCEL, 0)))
                .isEqualTo(PeerLink.Step.to(new Ready(3), new SendParcel(), new SendParcel()));
    }

    @Test
    void parcelsSentTogetherAreOfOneSize() {
        int waiting = 4 * PeerLink.WORTH_A_PARCEL;
        for (int flying = 0; flying < PeerLink.WINDOW; flying++) {
            assertThat(PeerLink.share(waiting, flying)).isEqualTo(PeerLink.WORTH_A_PARCEL);
            waiting -= PeerLink.WORTH_A_PARCEL;
        }
        assertThat(waiting).isZero();
    }

    @Test
    void fewMessagesGoTogether() {
        assertThat(PeerLink.share(1, 0)).isEqualTo(1);
        assertThat(PeerLink.share(PeerLink.WORTH_A_PARCEL + 7, 0)).isEqualTo(PeerLink.WORTH_A_PARCEL + 7);
    }

    @Test
    void wantedWaitsWhileAskingRestingOrSuspended() {
        assertUnmoved(new Asking(0), new LinkEvent.Wanted(1, 0));
        assertUnmoved(new Waiting(1, NOW, "x"), new LinkEvent.Wanted(1, 0));
        assertUnmoved(new Suspended("x"), new LinkEvent.Wanted(1, 0));
    }

    @Test
    void helloAnsweredCountsOnlyWhileAsking() {
        for (LinkState state : ALL) {
            if (state instanceof Asking) {
                assertThat(step(state, new LinkEvent.HelloAnswered()))
                        .isEqualTo(PeerLink.Step.to(new Ready(1), new SendParcel()));
            } else {
                assertUnmoved(state, new LinkEvent.HelloAnswered());
            }
        }
    }

    @Test
    void receiptedFreesAPlaceAndGoesOnWithWhatWaits() {
        assertThat(step(new Ready(2), new LinkEvent.Receipted(0, 0))).isEqualTo(PeerLink.Step.to(new Ready(1)));
        assertThat(step(new Ready(1), new LinkEvent.Receipted(3, 0)))
                .isEqualTo(PeerLink.Step.to(new Ready(1), new SendParcel()));
        for (LinkState state : ALL) {
            if (!(state instanceof Ready)) {
                assertUnmoved(state, new LinkEvent.Receipted(3, 0));
            }
        }
    }

    @Test
    void nothingToSendFreesAPlace() {
        assertThat(step(new Ready(1), new LinkEvent.NothingToSend())).isEqualTo(PeerLink.Step.to(new Ready(0)));
        for (LinkState state : ALL) {
            if (!(state instanceof Ready)) {
                assertUnmoved(state, new LinkEvent.NothingToSend());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void failuresOfADroppedChainChangeNothing(Failure failure) {
        assertUnmoved(new Unknown(), failed(failure));
        assertUnmoved(new Waiting(1, NOW, "x"), failed(failure));
        assertUnmoved(new Suspended("x"), failed(failure));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "NOT_NOW"})
    void restsAfterAPassingFailure(Failure failure) {
        for (LinkState state : List.of(new Asking(0), new Ready(1), new Ready(2))) {
            Instant until = NOW.plusMillis(250);
            assertThat(step(state, failed(failure)))
                    .isEqualTo(PeerLink.Step.to(new Waiting(1, until, "because"), new DropChain(), new WakeAt(until)));
        }
    }

    @Test
    void pausesDoubleUpToFiveMinutesAndAreSpread() {
        Duration longest = Duration.ZERO;
        for (int attempt = 0; attempt < 40; attempt++) {
            var step = PeerLink.step(
                    new Asking(attempt), failed(Failure.UNREACHABLE), after(attempt, Failure.UNREACHABLE), NOW, 0.999);
            Duration pause = Duration.between(NOW, ((Waiting) step.state()).until());
            assertThat(pause).isGreaterThanOrEqualTo(longest).isLessThanOrEqualTo(PeerLink.LONGEST_PAUSE);
            longest = pause;
        }
        var early = PeerLink.step(new Asking(39), failed(Failure.UNREACHABLE), after(39, Failure.UNREACHABLE), NOW, 0);
        assertThat(((Waiting) early.state()).until()).isEqualTo(NOW.plus(PeerLink.LONGEST_PAUSE.dividedBy(2)));
    }

    @Test
    void retryAfterIsHonouredWhenItIsLonger() {
        var step = step(new Ready(1), new Failed(Failure.NOT_NOW, "because", Optional.of(Duration.ofSeconds(30))));
        assertThat(((Waiting) step.state()).until()).isEqualTo(NOW.plusSeconds(30));
    }

    @Test
    void outOfStepAsksAgainAtOnceAndRestsTheNextTime() {
        assertThat(step(new Ready(2), failed(Failure.OUT_OF_STEP)))
                .isEqualTo(PeerLink.Step.to(new Asking(1), new DropChain(), new AskHello()));
        assertThat(PeerLink.step(new Ready(1), failed(Failure.OUT_OF_STEP), after(1, Failure.OUT_OF_STEP), NOW, 0)
                        .state())
                .isInstanceOf(Waiting.class);
    }

    @Test
    void refusedRebuildsOnceThenWaitsForAPerson() {
        assertThat(step(new Ready(1), failed(Failure.REFUSED)))
                .isEqualTo(PeerLink.Step.to(new Asking(1), new DropChain(), new AskHello()));
        assertThat(PeerLink.step(new Ready(1), failed(Failure.REFUSED), after(1, Failure.REFUSED), NOW, 0))
                .isEqualTo(PeerLink.Step.to(new Suspended("because"), new DropChain(), new Alarm("because")));
    }

    @Test
    void aRefusalAfterOtherFailuresIsStillRebuiltOnce() {
        PeerLink.Step step =
                PeerLink.step(new Ready(1), failed(Failure.REFUSED), after(5, Failure.UNREACHABLE), NOW, 0);
        assertThat(step.state()).isInstanceOf(Asking.class);
    }

    @Test
    void aContradictionSuspendsAtOnce() {
        assertThat(step(new Ready(1), failed(Failure.CONTRADICTION)))
                .isEqualTo(PeerLink.Step.to(new Suspended("because"), new DropChain(), new Alarm("because")));
    }

    @Test
    void anUnrecognisedNodeTriesHourlyAndTellsItsOfficersOnce() {
        var first = step(new Asking(0), failed(Failure.NOT_RECOGNISED));
        assertThat(((Waiting) first.state()).until()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
        assertThat(first.actions()).contains(new Alarm("because"));
        var later =
                PeerLink.step(new Asking(1), failed(Failure.NOT_RECOGNISED), after(1, Failure.NOT_RECOGNISED), NOW, 0);
        assertThat(later.actions()).doesNotContain(new Alarm("because"));
    }

    @Test
    void urgentMessagesFlyBesideWhateverFlies() {
        for (int flying = 0; flying <= PeerLink.WINDOW; flying++) {
            assertThat(step(new Ready(flying), new LinkEvent.Wanted(1, 1)))
                    .isEqualTo(PeerLink.Step.to(new Ready(flying + 1), new SendParcel()));
        }
        assertUnmoved(new Ready(PeerLink.WINDOW + 1), new LinkEvent.Wanted(1, 1));
    }

    @Test
    void urgentAndOrdinaryMessagesLeaveInParcelsOfTheirOwn() {
        assertThat(step(new Ready(0), new LinkEvent.Wanted(3, 1)))
                .isEqualTo(PeerLink.Step.to(new Ready(2), new SendParcel(), new SendParcel()));
        assertThat(step(new Ready(1), new LinkEvent.Receipted(2, 2)))
                .isEqualTo(PeerLink.Step.to(new Ready(1), new SendParcel()));
    }

    @Test
    void overtakingGivesUpTheChain() {
        for (LinkState state : ALL) {
            if (state instanceof Ready) {
                assertThat(step(state, new LinkEvent.Overtaken()))
                        .isEqualTo(PeerLink.Step.to(new Asking(0), new DropChain(), new AskHello()));
            } else {
                assertUnmoved(state, new LinkEvent.Overtaken());
            }
        }
    }

    @Test
    void wokenAsksAgain() {
        for (LinkState state : ALL) {
            if (state instanceof Waiting) {
                assertThat(step(state, new LinkEvent.Woken()))
                        .isEqualTo(PeerLink.Step.to(new Asking(0), new AskHello()));
            } else {
                assertUnmoved(state, new LinkEvent.Woken());
            }
        }
    }

    @Test
    void aNewCardEndsRestAndSuspension() {
        for (LinkState state : ALL) {
            if (state instanceof Waiting || state instanceof Suspended) {
                assertThat(step(state, new LinkEvent.CardChanged()))
                        .isEqualTo(PeerLink.Step.to(new Asking(0), new AskHello()));
            } else {
                assertUnmoved(state, new LinkEvent.CardChanged());
            }
        }
    }
}
