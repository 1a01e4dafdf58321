package org.comity.node.casework;

import java.util.Optional;

/**
 * The offence under investigation, as the law of the requesting state has it. Whether the same conduct is an offence elsewhere
 * too is never asked for preservation.
 *
 * @param title its name, one line
 * @param statute where the law of the requesting state says so, one line
 * @param maximumPenaltyYears highest prison term, 1 to 100, where the law sets one
 * @param conventionArticle the article that obliges states to make it an offence, if there is one, up to 32 characters
 */
public record Offence(
        String title, String statute, Optional<Integer> maximumPenaltyYears, Optional<String> conventionArticle) {

    public Offence {
        FreeText.line("offence title", title);
        FreeText.line("statute citation", statute);
        maximumPenaltyYears.ifPresent(years -> {
            if (years < 1 || years > 100) {
                throw new IllegalArgumentException(
                        "maximum penalty is " + years + " years, legal are 1 to 100; leave it out where there is none");
            }
        });
        conventionArticle.ifPresent(article -> FreeText.line("Convention article", article, 32));
    }
}
