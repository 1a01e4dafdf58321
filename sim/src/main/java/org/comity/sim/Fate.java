package org.comity.sim;

/** What a letter says about its own handling, and so what must become of it at an honest receiver. */
public enum Fate {
    /** It is written down. */
    READ("read", "accepted"),
    /** It is written down and answered by a letter, in the same commit. */
    ECHOED("echo", "accepted"),
    /** The handler writes, then refuses the body: what it wrote must be undone. */
    REFUSED("refuse", "malformed"),
    /** The handler writes, then fails: what it wrote must be undone, and the message is for an operator. */
    FAILS("fail", "deferred"),
    /** The handler kills the process, every time. */
    KILLS("kill", "deferred"),
    /** Of a kind that nobody handles. */
    UNKNOWN("unknown", "not-understood"),
    /** It had expired before it was written. */
    EXPIRED("expired", "expired");

    private final String word;
    private final String disposition;

    Fate(String word, String disposition) {
        this.word = word;
        this.disposition = disposition;
    }

    public String word() {
        return word;
    }

    /** The disposition on its receipt. */
    public String disposition() {
        return disposition;
    }

    /** Whether its receiver writes it down. */
    public boolean isHandled() {
        return this == READ || this == ECHOED;
    }

    static Fate ofWord(String word) {
        for (Fate fate : values()) {
            if (fate.word.equals(word)) {
                return fate;
            }
        }
        throw new IllegalArgumentException("no fate is called " + word);
    }
}
