package org.comity.node.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.comity.node.exchange.Disposition;
import org.comity.node.ledger.Refused;
import org.comity.node.record.Draft;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.junit.jupiter.api.Test;

/** Bodies damaged at random: whatever they are, the handler takes them or says why not, and nothing else escapes it. */
class DamagedBodyTest {
    private static final long SEED = Long.getLong("seed", 20_260_301L);
    private static final int BODIES = 600;

    private final TestNode[] pair = TestNode.pair();

    @Test
    void damagedBodiesAreTakenOrRefusedButNeverCrash() throws Refused {
        Random random = new Random(SEED);
        byte[] legal = JsonBody.write(Requests.emergency());
        int taken = 0;
        for (int i = 0; i < BODIES; i++) {
            byte[] body = damage(legal, random);
            int refusedBefore = pair[1].refusals.size();
            pair[1].receive(pair[0].member, pair[0].forge(draft(body)));
            int refused = pair[1].refusals.size() - refusedBefore;
            long requests = pair[1].work(turn -> turn.sql().number("SELECT count(*) FROM casework_request"));
            taken += refused == 0 ? 1 : 0;
            assertThat(requests)
                    .as("seed %d, body %d: %s", SEED, i, new String(body, StandardCharsets.UTF_8))
                    .isEqualTo(taken);
        }
        assertThat(pair[1].refusals).as("seed %d", SEED).isNotEmpty().allMatch(why -> why.getMessage() != null);
    }

    @Test
    void refusesADuplicateJsonName() throws Refused {
        String legal = new String(JsonBody.write(Requests.emergency()), StandardCharsets.UTF_8);
        String doubled = "{\"days\":60," + legal.substring(1);
        assertThat(legal).contains("\"days\":");
        pair[1].receive(pair[0].member, pair[0].forge(draft(doubled.getBytes(StandardCharsets.UTF_8))));
        assertThat(pair[1].refusals).hasSize(1);
        assertThat(pair[1].refusals.getFirst().disposition()).isEqualTo(Disposition.MALFORMED);
    }

    private Draft draft(byte[] body) {
        return Draft.of(Kinds.REQUEST, Recipient.one(pair[1].member), Lane.URGENT, JsonBody.MEDIA_TYPE, body)
                .withUrgency(org.comity.node.record.Urgency.EMERGENCY);
    }

    /** One to four places overwritten, doubled or cut out. */
    private static byte[] damage(byte[] legal, Random random) {
        StringBuilder text = new StringBuilder(new String(legal, StandardCharsets.ISO_8859_1));
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            int from = random.nextInt(text.length() - 1);
            int to = Math.min(text.length() - 1, from + 1 + random.nextInt(12));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(from, (char) random.nextInt(256));
                case 1 -> text.insert(to, text.substring(from, to));
                default -> text.delete(from, to);
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
