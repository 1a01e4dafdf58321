package org.comity.node.directory;

/** What a newer card of a recognised member changed. */
public enum CardChange {
    /** The names of the member. */
    NAMES("names"),
    AUTHORITIES("authorities"),
    /** The list of nodes behind the first one. */
    NODES("nodes"),
    ADDRESSES("addresses"),
    /** The lowest protocol version, which rose. */
    LOWEST_VERSION("lowest-version"),
    WITNESS_KEYS("witness-keys"),
    PARCEL_KEY("parcel-key"),
    VAULT_KEY("vault-key"),
    TLS_KEYS("tls-keys"),
    DUTY_KEY("duty-key"),
    OFFICERS("officers"),
    CHECKPOINT("checkpoint");

    private final String word;

    CardChange(String word) {
        this.word = word;
    }

    /** The word as it stands in a {@code directory.card-taken} record. */
    public String word() {
        return word;
    }
}
