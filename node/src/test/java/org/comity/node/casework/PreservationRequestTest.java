package org.comity.node.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MalformedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreservationRequestTest {
    private static final String JSON = new String(JsonBody.write(Requests.emergency()), StandardCharsets.UTF_8);

    private static void refused(String json, String sentence) {
        assertThat(json).isNotEqualTo(JSON);
        assertThatExceptionOfType(MalformedRecord.class)
                .isThrownBy(() -> JsonBody.read(json.getBytes(StandardCharsets.UTF_8), PreservationRequest.class))
                .withMessageContaining(sentence);
    }

    @Test
    void survivesItsJson() {
        assertThat(JsonBody.read(JSON.getBytes(StandardCharsets.UTF_8), PreservationRequest.class))
                .isEqualTo(Requests.emergency());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authority",
                "offence",
                "facts",
                "selectors",
                "categories",
                "period",
                "link",
                "necessity",
                "assistanceIntended",
                "secrecy",
                "legalBasis",
                "days",
                "deadline",
                "emergency",
                "language"
            })
    void refusesMissingMember(String member) {
        refused(JSON.replace("\"" + member + "\":", "\"x-" + member + "\":"), member);
    }

    @Test
    void refusesWithoutIntentToAskForAssistance() {
        refused(JSON.replace("\"assistanceIntended\":true", "\"assistanceIntended\":false"), "legal is true only");
    }

    @Test
    void refusesTrafficDataWithoutPeriod() {
        refused(JSON.replaceAll("\"period\":\\{[^}]*}", "\"period\":null"), "without a period");
    }

    @Test
    void refusesPeriodThatEndsBeforeItBegins() {
        refused(JSON.replace("\"to\":\"2026-03-01", "\"to\":\"2026-01-01"), "is empty");
    }

    @Test
    void refusesDeadlineWithoutReason() {
        refused(JSON.replace("\"reason\":\"Logs rotate on that day.\"", "\"reason\":\"\""), "reason of the deadline");
    }

    @Test
    void refusesLocalTime() {
        refused(JSON.replace("2026-03-01T00:00:00Z", "2026-03-01T00:00:00+07:00"), "not in UTC");
    }

    @Test
    void refusesUnknownCategory() {
        refused(JSON.replace("\"traffic\"", "\"everything\""), "everything");
    }

    @Test
    void refusesNoCategory() {
        refused(JSON.replaceAll("\"categories\":\\[[^]]*]", "\"categories\":[]"), "at least one of the four");
    }

    @Test
    void refusesUnknownTypeOfSelector() {
        refused(JSON.replace("\"type\":\"account\"", "\"type\":\"population\""), "population");
    }

    @Test
    void refusesNoSelector() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Requests.with(List.of(), Optional.empty()))
                .withMessageContaining("selectors are 0");
    }

    @Test
    void refusesBulk() {
        List<Selector> many = java.util.stream.IntStream.rangeClosed(1, PreservationRequest.MAX_SELECTORS + 1)
                .<Selector>mapToObj(i -> new Selector.Account("example mail", "user-" + i))
                .toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Requests.with(many, Optional.empty()))
                .withMessageContaining("selectors are 65");
    }

    @Test
    void refusesSelectorNamedTwice() {
        Selector one = new Selector.Domain("example.org");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Requests.with(Collections.nCopies(2, one), Optional.empty()))
                .withMessageContaining("twice");
    }

    @Test
    void refusesLanguageThatIsNoTag() {
        refused(JSON.replace("\"language\":\"en\"", "\"language\":\"English, please\""), "BCP 47");
    }

    @Test
    void refusesNoLegalBasis() {
        refused(JSON.replace("[\"un-cybercrime\"]", "[]"), "legal bases are 0");
    }

    @Test
    void refusesPenaltyOfNoYears() {
        refused(JSON.replace("\"maximumPenaltyYears\":7", "\"maximumPenaltyYears\":0"), "maximum penalty is 0");
    }

    @Test
    void reportsTextsThatSteerDirection() {
        PreservationRequest request = Requests.of(
                List.of(new Selector.Domain("example.org")), Optional.empty(), "Title", "safe \u202etxet", 60);
        assertThat(request.steeredTexts()).containsExactly("facts");
        assertThat(Requests.legal().steeredTexts()).isEmpty();
    }

    @Test
    void emergencyInTheBodyMustAgreeWithTheUrgency() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestDraft.of(
                        Requests.TO, Requests.FROM, org.comity.node.record.Urgency.EMERGENCY, Requests.legal()))
                .withMessageContaining("states no emergency");
    }
}
