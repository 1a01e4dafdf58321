package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.tlog.LogException.Fault.QUORUM_NOT_MET;
import static org.comity.tlog.Refusals.assertRefused;

import org.junit.jupiter.api.Test;

/** A checkpoint of a public Certificate Transparency log and the cosignatures of four public witnesses. */
class PublicNetworkTest {
    private static final String ORIGIN = "arche2025h1.staging.ct.transparency.dev";

    /** Besides the Ed25519 line the log has one of type 0x05, unknown here and ignored. */
    private static final String NOTE = """
            arche2025h1.staging.ct.transparency.dev
            1432088532
            U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

            \u2014 arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
            \u2014 arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
            \u2014 transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
            \u2014 witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
            \u2014 remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
            \u2014 witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
            """;

    private static final String KEYS = """
            log arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f
            witness garden transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM
            witness smartit witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO
            witness remora remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2
            witness stagemole witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv
            witness navigli witness.navigli.sunlight.geomys.org+a3e00fe2+BNy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G
            """;

    @Test
    void aPublicCheckpointMeetsAPolicyOfPublicWitnesses() {
        Policy policy =
                Policy.parse(Fixture.utf8(KEYS + "group all all garden smartit remora stagemole\nquorum all\n"));
        SignedCheckpoint signed = SignedCheckpoint.parse(Fixture.utf8(NOTE));
        assertThat(Fixture.text(signed.encode())).isEqualTo(NOTE);
        VerifiedCheckpoint verified = policy.verify(signed);
        assertThat(verified.origin()).isEqualTo(ORIGIN);
        assertThat(verified.head().size()).isEqualTo(1_432_088_532);
        assertThat(verified.witnessTimes().values()).hasSize(4).containsOnly(0x6a122120L);
    }

    @Test
    void aWitnessThatDidNotCosignIsMissed() {
        Policy policy = Policy.parse(Fixture.utf8(KEYS + "quorum navigli\n"));
        assertRefused(QUORUM_NOT_MET, () -> policy.verify(SignedCheckpoint.parse(Fixture.utf8(NOTE))));
    }
}
