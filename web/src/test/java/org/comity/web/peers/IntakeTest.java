package org.comity.web.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.comity.node.record.MemberId;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final long MIB = 1 << 20;
    private static final MemberId FLOODER = new MemberId("VN");
    private static final MemberId OTHER = new MemberId("BR");

    private final Intake intake = new Intake(8, 128 * MIB);

    /** How many bodies of this length one member gets in at once. */
    private List<Intake.Ticket> fill(MemberId member, long bytes) {
        List<Intake.Ticket> tickets = new ArrayList<>();
        for (var ticket = intake.admit(member, bytes); ticket.isPresent(); ticket = intake.admit(member, bytes)) {
            tickets.add(ticket.get());
        }
        return tickets;
    }

    @Test
    void longBodiesOfOneMemberTakeAQuarterOfTheMemory() {
        assertThat(fill(FLOODER, 8 * MIB)).hasSize(4);
        assertThat(fill(OTHER, 8 * MIB)).hasSize(4);
    }

    @Test
    void longBodiesLeaveItsMemberCallsForShortOnes() {
        assertThat(fill(FLOODER, MIB)).hasSize(6);
        assertThat(fill(FLOODER, 16 << 10)).hasSize(2);
    }

    @Test
    void longBodiesOfAllMembersLeaveMemoryForShortOnes() {
        for (String code : List.of("VN", "BR", "ZA", "CH", "KE", "FR")) {
            fill(new MemberId(code), 8 * MIB);
        }
        MemberId late = new MemberId("NZ");
        assertThat(intake.admit(late, 8 * MIB)).isEmpty();
        assertThat(intake.admit(late, Intake.SHORT_BYTES)).isPresent();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        List<Intake.Ticket> tickets = fill(FLOODER, 8 * MIB);
        tickets.forEach(Intake.Ticket::close);
        assertThat(fill(FLOODER, 8 * MIB)).hasSize(4);
    }

    @Test
    void aSingleLongBodyIsTakenHoweverSmallTheMemory() {
        Intake small = new Intake(8, 8 * MIB);
        assertThat(small.admit(FLOODER, 8 * MIB)).isPresent();
        assertThat(small.admit(OTHER, 8 * MIB)).isEmpty();
    }
}
