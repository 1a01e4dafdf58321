package org.comity.node.record;

/** The integer keys of the record's maps; docs/protocol.md has the same list as CDDL. */
final class RecordKey {
    static final String VERSION_TEXT = "comity/record/v1";

    /** Unknown keys from here up never change the meaning of what is known. */
    static final long FIRST_IGNORABLE = 1_000;

    static final int VERSION = 1;
    static final int REALM = 2;
    static final int KIND = 3;
    static final int SENDER = 4;
    static final int ORIGIN = 5;
    static final int RECIPIENT = 6;
    static final int LANE = 7;
    static final int SEQUENCE = 8;
    static final int TIME = 9;
    static final int RULEBOOK = 10;
    static final int MEDIA_TYPE = 11;
    static final int BODY = 12;
    static final int REFS = 13;
    static final int EXPIRY = 14;
    static final int FROM_AUTHORITY = 15;
    static final int TO_AUTHORITY = 16;
    static final int APPROVALS = 17;
    static final int ANNEXES = 18;
    static final int OWN_REFERENCE = 19;
    static final int FOREIGN_REFERENCES = 20;
    static final int URGENCY = 21;

    static final int APPROVAL_ROLE = 1;
    static final int APPROVAL_KEY = 2;
    static final int APPROVAL_ALGORITHM = 3;
    static final int APPROVAL_TIME = 4;
    static final int APPROVAL_SIGNATURE = 5;

    static final int ANNEX_KIND = 1;
    static final int ANNEX_LANGUAGE = 2;
    static final int ANNEX_MEDIA_TYPE = 3;
    static final int ANNEX_DIGEST = 4;
    static final int ANNEX_LENGTH = 5;
    static final int ANNEX_TRANSLATION_OF = 6;
    static final int ANNEX_AUTHENTIC = 7;
    static final int ANNEX_NAME = 8;

    private RecordKey() {}
}
