package org.comity.node.casework;

import java.util.ArrayList;
import java.util.List;

/** Collects the names of texts that hold characters steering the direction of writing. */
final class SteeredTexts {

    private final List<String> names = new ArrayList<>();

    SteeredTexts add(String name, String text) {
        if (FreeText.steersDirection(text)) {
            names.add(name);
        }
        return this;
    }

    List<String> names() {
        return List.copyOf(names);
    }
}
