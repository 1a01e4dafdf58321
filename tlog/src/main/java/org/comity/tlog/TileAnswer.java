package org.comity.tlog;

/** What a log answers to a GET under its prefix. */
public final class TileAnswer {
    private final int status;
    private final String contentType;
    private final boolean immutable;
    private final byte[] body;

    TileAnswer(int status, String contentType, boolean immutable, byte[] owned) {
        this.status = status;
        this.contentType = contentType;
        this.immutable = immutable;
        this.body = owned;
    }

    static TileAnswer notFound() {
        return new TileAnswer(404, "text/plain; charset=utf-8", false, new byte[0]);
    }

    /** 200 or 404. */
    public int status() {
        return status;
    }

    public String contentType() {
        return contentType;
    }

    /** Whether the bytes will never change and may be cached for ever. The checkpoint may be, for seconds only. */
    public boolean immutable() {
        return immutable;
    }

    /** A copy of the body. */
    public byte[] body() {
        return body.clone();
    }
}
