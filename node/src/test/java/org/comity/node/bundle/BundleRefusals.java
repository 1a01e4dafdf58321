package org.comity.node.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What refusals of bundles have in common. */
final class BundleRefusals {

    private BundleRefusals() {}

    static void assertRefused(byte[] bundle, String file, String reason) {
        BundleRefused refused = catchThrowableOfType(BundleRefused.class, () -> TestCase.verify(bundle, Anchors.NONE));
        assertThat(refused).as("refusal naming " + file + " and " + reason).isNotNull();
        assertThat(refused.file()).isEqualTo(file);
        assertThat(refused.reason()).contains(reason);
    }
}
