package org.comity.tlog;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a witness answers, with the HTTP status and content type that C2SP tlog-witness gives it. */
public sealed interface WitnessAnswer {
    int status();

    /** The content type of the body. */
    default String contentType() {
        return "text/plain; charset=utf-8";
    }

    /** The body as text, to be sent in UTF-8. */
    String text();

    /** The bytes of the body. */
    default byte[] body() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** 200: the cosignature lines. */
    record Cosigned(List<NoteSignature> lines) implements WitnessAnswer {
        public Cosigned {
            lines = List.copyOf(lines);
        }

        @Override
        public int status() {
            return 200;
        }

        @Override
        public String text() {
            StringBuilder out = new StringBuilder();
            lines.forEach(line -> out.append(line.line()).append('\n'));
            return out.toString();
        }
    }

    /** 409: the old size is not the one last cosigned, which is this. */
    record Stale(long size) implements WitnessAnswer {
        /** The content type that marks the body as a tree size. */
        public static final String CONTENT_TYPE = "text/x.tlog.size";

        @Override
        public int status() {
            return 409;
        }

        @Override
        public String contentType() {
            return CONTENT_TYPE;
        }

        @Override
        public String text() {
            return size + "\n";
        }
    }

    /** 404: the witness does not follow this log. */
    record UnknownLog(String origin) implements WitnessAnswer {
        @Override
        public int status() {
            return 404;
        }

        @Override
        public String text() {
            return "this log is not known here\n";
        }
    }

    /** 403: a required signature is missing or does not hold. */
    record NotSigned(String reason) implements WitnessAnswer {
        @Override
        public int status() {
            return 403;
        }

        @Override
        public String text() {
            return reason + "\n";
        }
    }

    /** 400: not a request, or one that contradicts itself. */
    record BadRequest(String reason) implements WitnessAnswer {
        @Override
        public int status() {
            return 400;
        }

        @Override
        public String text() {
            return reason + "\n";
        }
    }

    /** 422: the proof does not hold. That convicts nobody. */
    record BadProof(String reason) implements WitnessAnswer {
        @Override
        public int status() {
            return 422;
        }

        @Override
        public String text() {
            return reason + "\n";
        }
    }

    /** 422: the log has signed two roots for one size. The evidence is for the witness's operator to keep and publish. */
    record Conflict(ForkEvidence evidence) implements WitnessAnswer {
        @Override
        public int status() {
            return 422;
        }

        @Override
        public String text() {
            return "another root of this size is signed by the same log\n";
        }
    }
}
