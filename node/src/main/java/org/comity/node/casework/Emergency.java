package org.comity.node.casework;

/**
 * Why the request cannot wait for the second officer. It is part of the body, so the first officer signs it too.
 *
 * @param danger whose life or safety is in danger, and how
 * @param imminence why the danger is imminent
 */
public record Emergency(String danger, String imminence) {

    public Emergency {
        FreeText.paragraphs("danger to life or safety", danger);
        FreeText.paragraphs("imminence of the danger", imminence);
    }
}
