package org.comity.node.record;

import java.util.function.Function;
import org.comity.tlog.Hash;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Values that stand in JSON as one string. */
final class PlainText {
    private PlainText() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("comity-values");
        add(module, MemberId.class, MemberId::code, MemberId::new);
        add(module, AuthorityId.class, AuthorityId::name, AuthorityId::new);
        add(module, Address.class, Address::toString, Address::parse);
        add(module, Realm.class, Realm::name, Realm::new);
        add(module, Kind.class, Kind::text, Kind::new);
        add(module, Hash.class, Hash::hex, Hash::ofHex);
        return module;
    }

    private static <T> void add(
            SimpleModule module, Class<T> type, Function<T, String> print, Function<String, T> parse) {
        module.addSerializer(type, new StdSerializer<T>(type) {
            @Override
            public void serialize(T value, JsonGenerator out, SerializationContext context) {
                out.writeString(print.apply(value));
            }
        });
        module.addDeserializer(type, new StdDeserializer<T>(type) {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) {
                if (in.currentToken() != JsonToken.VALUE_STRING) {
                    return context.reportInputMismatch(this, "%s must be a string", type.getSimpleName());
                }
                try {
                    return parse.apply(in.getString());
                } catch (RuntimeException e) {
                    return context.reportInputMismatch(this, "%s", e.getMessage());
                }
            }
        });
    }
}
