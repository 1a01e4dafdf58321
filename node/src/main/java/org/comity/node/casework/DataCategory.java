package org.comity.node.casework;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What sort of stored data is meant; the safeguards that the law asks for rise from one to the next. */
public enum DataCategory {
    @JsonProperty("subscriber")
    SUBSCRIBER("subscriber"),
    @JsonProperty("traffic")
    TRAFFIC("traffic"),
    @JsonProperty("content")
    CONTENT("content"),
    @JsonProperty("other_stored")
    OTHER_STORED("other_stored");

    private final String word;

    DataCategory(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** Whether a period must be given, because without one the request would reach all that a person ever did. */
    boolean needsPeriod() {
        return this == TRAFFIC || this == CONTENT;
    }
}
