package org.comity.node.directory;

import java.util.List;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.AuthorityId;

/**
 * An authority of a member, as the member describes it.
 *
 * @param id its part of an address
 * @param names as the member writes them
 * @param node the node that serves it, one of those in the root card
 * @param kind what it is for
 * @param languages in which it takes requests, 1 to 32 tags (BCP 47), best first
 * @param hours when somebody answers, in words, for example {@code 24/7} or {@code Mon-Fri 08:00-17:00 UTC+7}
 * @param phones numbers in international form, at most 16
 * @param emails at most 16
 * @param procedures kinds of message it takes, for example {@code preservation.request}; empty means all that exist
 */
public record Authority(
        AuthorityId id,
        Names names,
        NodeName node,
        AuthorityKind kind,
        List<String> languages,
        String hours,
        List<String> phones,
        List<String> emails,
        List<String> procedures) {

    private static final int MAX_LANGUAGES = 32;
    private static final int MAX_CONTACTS = 16;
    private static final int MAX_PROCEDURES = 128;

    public Authority {
        languages = bounded(languages, 1, MAX_LANGUAGES, "languages");
        phones = bounded(phones, 0, MAX_CONTACTS, "telephone numbers");
        emails = bounded(emails, 0, MAX_CONTACTS, "e-mail addresses");
        procedures = bounded(procedures, 0, MAX_PROCEDURES, "procedures");
        languages.forEach(PlainText::requireLanguage);
        PlainText.require(hours, 100, "hours");
        phones.forEach(phone -> PlainText.require(phone, 40, "telephone number"));
        emails.forEach(email -> PlainText.require(email, 254, "e-mail address"));
        procedures.forEach(procedure -> PlainText.require(procedure, 64, "procedure"));
    }

    void write(CborWriter out) {
        out.map(9);
        out.uint(1).text(id.name());
        names.write(out.uint(2));
        out.uint(3).text(node.text());
        out.uint(4).text(kind.word());
        CborFields.texts(out.uint(5), languages);
        out.uint(6).text(hours);
        CborFields.texts(out.uint(7), phones);
        CborFields.texts(out.uint(8), emails);
        CborFields.texts(out.uint(9), procedures);
    }

    static Authority read(CborReader in) {
        CborFields.requireMap(in, 9);
        AuthorityId id = new AuthorityId(CborFields.at(in, 1).text());
        Names names = Names.read(CborFields.at(in, 2));
        NodeName node = new NodeName(CborFields.at(in, 3).text());
        AuthorityKind kind = AuthorityKind.ofWord(CborFields.at(in, 4).text());
        List<String> languages = CborFields.list(CborFields.at(in, 5), MAX_LANGUAGES, CborReader::text);
        String hours = CborFields.at(in, 6).text();
        List<String> phones = CborFields.list(CborFields.at(in, 7), MAX_CONTACTS, CborReader::text);
        List<String> emails = CborFields.list(CborFields.at(in, 8), MAX_CONTACTS, CborReader::text);
        List<String> procedures = CborFields.list(CborFields.at(in, 9), MAX_PROCEDURES, CborReader::text);
        return new Authority(id, names, node, kind, languages, hours, phones, emails, procedures);
    }

    private static List<String> bounded(List<String> items, int min, int max, String what) {
        if (items.size() < min || items.size() > max) {
            throw new IllegalArgumentException(
                    "an authority has " + items.size() + " " + what + ", legal are " + min + " to " + max);
        }
        return List.copyOf(items);
    }
}
