package org.comity.cli.setup;

import java.util.List;
import java.util.Map;
import org.comity.cli.command.CommandFailed;
import org.comity.node.directory.Authority;
import org.comity.node.directory.AuthorityKind;
import org.comity.node.directory.Names;
import org.comity.node.directory.NodeName;
import org.comity.node.record.AuthorityId;

/** An authority as it is typed: {@code ID:KIND} or {@code ID:KIND:LANGUAGE=NAME}. */
record AuthorityText(AuthorityId id, AuthorityKind kind, Map<String, String> names) {

    static AuthorityText parse(String typed) {
        String[] parts = typed.split(":", 3);
        if (parts.length < 2) {
            throw CommandFailed.usage(
                    "authority " + typed + " is not ID:KIND:LANGUAGE=NAME",
                    "write it like contact-point:contact-point-24-7:en=\"National Contact Point\"");
        }
        Map<String, String> names = Map.of();
        if (parts.length == 3) {
            int equals = parts[2].indexOf('=');
            if (equals < 1) {
                throw CommandFailed.usage(
                        "the name of authority " + parts[0] + " has no language",
                        "write it like en=\"Ministry of Justice\"");
            }
            names = Map.of(parts[2].substring(0, equals), parts[2].substring(equals + 1));
        }
        return new AuthorityText(new AuthorityId(parts[0]), AuthorityKind.ofWord(parts[1]), names);
    }

    /** @param fallback names where none was typed */
    Authority authority(
            NodeName node,
            Names fallback,
            List<String> languages,
            String hours,
            List<String> phones,
            List<String> emails) {
        return new Authority(
                id,
                names.isEmpty() ? fallback : Names.of(names),
                node,
                kind,
                languages,
                hours,
                phones,
                emails,
                List.of());
    }
}
