package org.comity.node.record;

import java.nio.charset.StandardCharsets;
import org.comity.node.cbor.Utf8;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Bodies in I-JSON (RFC 7493), bound to Java records.
 *
 * <p>A JSON library is lax by default: it takes a duplicated name, an unknown or a missing member, a lone surrogate, a number that
 * another reader would round. Two officers would then read two texts under one signature. So bytes are first checked as
 * UTF-8 without a byte order mark, then walked once token by token, and only then bound, with every leniency of the binding off.
 * Value types of this room and hashes (lower-case hexadecimal) are written as plain strings. An absent {@code Optional} is
 * written as null and must be there when read.
 */
public final class JsonBody {
    /** The media type of these bodies. */
    public static final String MEDIA_TYPE = "application/json";

    private static final int MAX_DEPTH = 16;
    private static final int MAX_BYTES = 1 << 20;
    /** Integers beyond this are rounded by readers that know only doubles (RFC 7493 section 2.2). */
    private static final long MAX_EXACT_INTEGER = (1L << 53) - 1;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxDocumentLength(MAX_BYTES)
                            .maxNumberLength(32)
                            .maxNameLength(256)
                            .maxTokenCount(200_000)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .addModule(PlainText.module())
            .build();

    private JsonBody() {}

    /**
     * Reads a body of at most 1 MiB.
     *
     * @param type a record whose components are exactly the members of the body
     * @throws MalformedRecord when the bytes are not I-JSON, or not what the type wants
     */
    public static <T> T read(byte[] body, Class<T> type) {
        String text = decode(body);
        try {
            check(text);
            @Nullable T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new MalformedRecord("body is null, must be the I-JSON of " + type.getSimpleName());
            }
            return value;
        } catch (JacksonException e) {
            throw new MalformedRecord(
                    "body is not the I-JSON of " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Writes a body, its members and the keys of its maps in alphabetical order.
     *
     * @throws IllegalArgumentException when the value cannot be written as I-JSON of at most 1 MiB
     */
    public static byte[] write(Object value) {
        try {
            String text = MAPPER.writeValueAsString(value);
            check(text);
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            if (body.length > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "body has " + body.length + " bytes, at most " + MAX_BYTES + " are allowed");
            }
            return body;
        } catch (JacksonException | MalformedRecord e) {
            throw new IllegalArgumentException(
                    value.getClass().getSimpleName() + " cannot be written as I-JSON: " + e.getMessage(), e);
        }
    }

    private static String decode(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw new MalformedRecord("body has " + body.length + " bytes, at most " + MAX_BYTES + " are read");
        }
        int good = Utf8.wellFormedUpTo(body, 0, body.length);
        if (good < body.length) {
            throw new MalformedRecord("body is not valid UTF-8 at byte " + good);
        }
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.startsWith("\uFEFF")) {
            throw new MalformedRecord("body begins with a byte order mark");
        }
        return text;
    }

    /** What the binding would not notice: lone surrogates written as escapes, and numbers that do not survive a double. */
    private static void check(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case PROPERTY_NAME, VALUE_STRING -> checkText(parser.getString());
                    case VALUE_NUMBER_INT -> checkInteger(parser);
                    case VALUE_NUMBER_FLOAT -> {
                        if (Double.isInfinite(parser.getDoubleValue())) {
                            throw new MalformedRecord("number is outside the range of a double");
                        }
                    }
                    default -> {}
                }
            }
        }
    }

    private static void checkInteger(JsonParser parser) {
        boolean exact = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && Math.abs(parser.getLongValue()) <= MAX_EXACT_INTEGER
                && parser.getLongValue() != Long.MIN_VALUE;
        if (!exact) {
            throw new MalformedRecord("integer is beyond 2^53 - 1: write it as a string");
        }
    }

    private static void checkText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                throw new MalformedRecord("text has an unpaired surrogate at index " + i);
            }
        }
    }
}
