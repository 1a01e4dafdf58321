package org.comity.web;

import java.io.IOException;

/** A body that goes on beyond what is taken. */
public final class LongBody extends IOException {

    LongBody(long limit) {
        super("the body has more than the " + limit + " bytes that are taken here");
    }
}
