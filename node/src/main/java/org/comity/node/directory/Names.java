package org.comity.node.directory;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;

/**
 * A name in one or more languages, as its bearer writes it.
 *
 * @param byLanguage 1 to 32 names of 1 to 200 characters under their language tags (BCP 47)
 */
public record Names(SortedMap<String, String> byLanguage) {

    private static final int MAX = 32;
    private static final int MAX_LENGTH = 200;

    public Names {
        byLanguage = Collections.unmodifiableSortedMap(new TreeMap<>(byLanguage));
        if (byLanguage.isEmpty() || byLanguage.size() > MAX) {
            throw new IllegalArgumentException(byLanguage.size() + " names were given, legal are 1 to " + MAX);
        }
        byLanguage.forEach((language, name) -> {
            PlainText.requireLanguage(language);
            PlainText.require(name, MAX_LENGTH, "name in " + language);
        });
    }

    public static Names of(Map<String, String> byLanguage) {
        return new Names(new TreeMap<>(byLanguage));
    }

    public static Names of(String language, String name) {
        return of(Map.of(language, name));
    }

    public Optional<String> in(String language) {
        return Optional.ofNullable(byLanguage.get(language));
    }

    /** The name in this language, else in English, else in the first language by its tag. */
    public String best(String language) {
        return in(language)
                .or(() -> in("en"))
                .orElseGet(() -> byLanguage.firstEntry().getValue());
    }

    void write(CborWriter out) {
        out.array(byLanguage.size());
        byLanguage.forEach((language, name) -> out.array(2).text(language).text(name));
    }

    static Names read(CborReader in) {
        SortedMap<String, String> names = new TreeMap<>();
        for (int left = in.array(); left > 0; left--) {
            CborFields.requireArray(in, 2);
            String language = in.text();
            if (!names.isEmpty() && names.lastKey().compareTo(language) >= 0) {
                throw new IllegalArgumentException("languages of a name are not in ascending order at " + language);
            }
            names.put(language, in.text());
        }
        return new Names(names);
    }
}
