package org.comity.web;

import java.io.IOException;

/** A body that did not arrive in the time its length allows. */
public final class SlowBody extends IOException {

    SlowBody(long arrived) {
        super("only " + arrived + " bytes of the body arrived in the time allowed");
    }
}
