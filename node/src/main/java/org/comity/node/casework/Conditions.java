package org.comity.node.casework;

import java.util.List;

/** Conditions to which a state binds its help: at most sixteen, each in words. */
final class Conditions {

    private static final int MOST = 16;

    private Conditions() {}

    static List<String> check(List<String> conditions) {
        if (conditions.size() > MOST) {
            throw new IllegalArgumentException("conditions are " + conditions.size() + ", legal are 0 to " + MOST);
        }
        conditions.forEach(condition -> FreeText.paragraphs("condition", condition));
        return List.copyOf(conditions);
    }
}
