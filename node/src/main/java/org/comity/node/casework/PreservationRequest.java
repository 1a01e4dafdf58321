package org.comity.node.casework;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The body of a request for the expedited preservation of stored data (Convention, art. 42).
 *
 * <p>Its components are the members of the JSON body, one for one. What {@link PreservationProcedure} lists as required is
 * required here by type; durations are checked there, because they are data.
 *
 * @param authority who asks, in the words of the requesting state
 * @param offence the offence under investigation
 * @param facts short summary of the facts
 * @param selectors what names the data, 1 to 64
 * @param categories what sort of data, at least one, each once
 * @param period whose data is meant; required for traffic and content data
 * @param link how the data is linked to the offence
 * @param necessity why preservation is needed
 * @param custodian who holds the data or where the system stands, where known
 * @param assistanceIntended that a request for mutual legal assistance will follow; must be true
 * @param secrecy whether the request is to be kept from the user
 * @param legalBasis identifiers of the instruments it rests on, 1 to 16
 * @param days how long to preserve, in days
 * @param deadline suggested deadline with its reason
 * @param emergency present exactly in an emergency
 * @param language of the free text, a tag of BCP 47
 */
public record PreservationRequest(
        String authority,
        Offence offence,
        String facts,
        List<Selector> selectors,
        List<DataCategory> categories,
        Optional<Period> period,
        String link,
        String necessity,
        Optional<String> custodian,
        boolean assistanceIntended,
        boolean secrecy,
        List<String> legalBasis,
        int days,
        Optional<Deadline> deadline,
        Optional<Emergency> emergency,
        String language) {

    static final int MAX_SELECTORS = 64;
    private static final int MAX_BASES = 16;
    private static final Pattern BASIS = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*");

    public PreservationRequest {
        FreeText.line("authority", authority);
        FreeText.paragraphs("summary of facts", facts);
        FreeText.paragraphs("link of the data to the offence", link);
        FreeText.paragraphs("necessity", necessity);
        custodian.ifPresent(text -> FreeText.paragraphs("custodian", text));
        selectors = List.copyOf(selectors);
        categories = List.copyOf(categories);
        legalBasis = List.copyOf(legalBasis);
        checkData(selectors, categories, period);
        if (!assistanceIntended) {
            throw new IllegalArgumentException(
                    "the intent to send a request for mutual legal assistance is false, legal is true only:"
                            + " preservation keeps data for a request that follows");
        }
        if (legalBasis.isEmpty() || legalBasis.size() > MAX_BASES) {
            throw new IllegalArgumentException(
                    "legal bases are " + legalBasis.size() + ", legal are 1 to " + MAX_BASES);
        }
        for (String basis : legalBasis) {
            if (!BASIS.matcher(basis).matches()) {
                throw new IllegalArgumentException(
                        "legal basis \"" + basis
                                + "\" is not an identifier of 1 to 64 lower-case letters, digits, dots, hyphens or underscores");
            }
        }
        if (days < 1 || days > 3_650) {
            throw new IllegalArgumentException("requested period is " + days + " days, legal are 1 to 3650");
        }
        if (!LANGUAGE.matcher(language).matches() || language.length() > 35) {
            throw new IllegalArgumentException("language \"" + language.substring(0, Math.min(40, language.length()))
                    + "\" is not a tag of BCP 47 such as pt-BR");
        }
    }

    private static void checkData(List<Selector> selectors, List<DataCategory> categories, Optional<Period> period) {
        if (selectors.isEmpty() || selectors.size() > MAX_SELECTORS) {
            throw new IllegalArgumentException("selectors are " + selectors.size() + ", legal are 1 to " + MAX_SELECTORS
                    + "; send more requests for more, since bulk preservation is no specified data");
        }
        if (selectors.stream().distinct().count() < selectors.size()) {
            throw new IllegalArgumentException("a selector is named twice");
        }
        if (categories.isEmpty() || categories.stream().distinct().count() < categories.size()) {
            throw new IllegalArgumentException(
                    "data categories are " + categories + ", legal is at least one of the four, each once");
        }
        if (period.isEmpty() && categories.stream().anyMatch(DataCategory::needsPeriod)) {
            throw new IllegalArgumentException(
                    "traffic or content data is asked for without a period; give its first and last moment");
        }
    }

    /** Names of the free texts that hold characters steering the direction of writing, for a warning beside them. */
    public List<String> steeredTexts() {
        return new SteeredTexts()
                .add("authority", authority)
                .add("offence.title", offence.title())
                .add("offence.statute", offence.statute())
                .add("facts", facts)
                .add("link", link)
                .add("necessity", necessity)
                .add("custodian", custodian.orElse(""))
                .add("deadline.reason", deadline.map(Deadline::reason).orElse(""))
                .add("emergency.danger", emergency.map(Emergency::danger).orElse(""))
                .add("emergency.imminence", emergency.map(Emergency::imminence).orElse(""))
                .add(
                        "selectors",
                        String.join(
                                " ", selectors.stream().map(Selector::printed).toList()))
                .names();
    }
}
