package org.comity.cli.exchange;

import org.comity.cli.client.Json;
import org.comity.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;

/** Lists that are longer than one answer. */
final class Pages {

    private Pages() {}

    /** Says how to see the rest, if there is one. */
    static void hint(Terminal terminal, JsonNode answer, String option) {
        Json.optional(answer, "next").ifPresent(next -> terminal.remark("There is more: add " + option + " " + next));
    }
}
