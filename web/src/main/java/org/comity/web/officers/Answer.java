package org.comity.web.officers;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.OptionalLong;

/** What a route answers when nothing went wrong; the status is that of its {@link Route}. */
public sealed interface Answer {

    /** Headers beside those that every answer has. */
    Map<String, String> headers();

    /** An object as JSON. */
    record Json(Object value, Map<String, String> headers) implements Answer {}

    /** Bytes as they are; made for one answer and never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(String mediaType, byte[] body, Map<String, String> headers) implements Answer {}

    /**
     * Bytes that are too many for the memory.
     *
     * @param length their number, if it is known before
     */
    record Stream(String mediaType, OptionalLong length, Writer body, Map<String, String> headers) implements Answer {}

    /** Writes the body. What it throws cuts the connection, so that a part is never taken for the whole. */
    @FunctionalInterface
    interface Writer {
        void to(OutputStream out) throws IOException;
    }

    static Answer json(Object value) {
        return new Json(value, Map.of());
    }

    static Answer bytes(String mediaType, byte[] body) {
        return new Bytes(mediaType, body, Map.of());
    }

    /** A file to be saved; the name is made of letters, digits, dots and hyphens. */
    static Answer file(String mediaType, String name, OptionalLong length, Writer body) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,127}")) {
            throw new IllegalArgumentException(
                    "file name " + name + " is not 1 to 128 letters, digits, dots or hyphens");
        }
        return new Stream(
                mediaType, length, body, Map.of("Content-Disposition", "attachment; filename=\"" + name + "\""));
    }
}
