package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts on the one exception of the module. */
final class Refusals {
    private Refusals() {}

    static void assertRefused(LogException.Fault fault, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LogException.class,
                        e -> org.assertj.core.api.Assertions.assertThat(e.fault())
                                .as(String.valueOf(e.getMessage()))
                                .isEqualTo(fault));
    }

    static void assertMalformed(ThrowingCallable call) {
        assertRefused(LogException.Fault.MALFORMED, call);
    }
}
