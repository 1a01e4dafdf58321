package org.comity.node.store;

import java.util.ArrayList;
import java.util.List;

/** Splits a file of SQL at the semicolons that end statements: those outside quotes and {@code --} comments. */
final class SqlScript {
    private SqlScript() {}

    static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (int i = 0; i < script.length(); i++) {
            char c = script.charAt(i);
            if (c == '-' && script.startsWith("--", i)) {
                int end = script.indexOf('\n', i);
                i = end < 0 ? script.length() : end - 1;
            } else if (c == '\'' || c == '"') {
                int end = script.indexOf(c, i + 1);
                if (end < 0) {
                    throw new StoreException("a quote opens and does not close at character " + i);
                }
                statement.append(script, i, end + 1);
                i = end;
            } else if (c == ';') {
                statements.add(statement.toString().strip());
                statement.setLength(0);
            } else {
                statement.append(c);
            }
        }
        if (!statement.toString().isBlank()) {
            throw new StoreException("the last statement has no semicolon: "
                    + statement.toString().strip());
        }
        return statements;
    }
}
