package org.comity.tlog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Witness state in memory, with a hook to let a rival request in between check and write. */
final class MemoryWitnessLogs implements WitnessLogs {
    private final Map<String, List<VerifierKey>> keys;
    private final Map<String, WitnessState> states = new HashMap<>();
    Runnable beforeNextReplace = () -> {};
    boolean refuseAll;

    MemoryWitnessLogs(Map<String, List<VerifierKey>> keys) {
        this.keys = keys;
    }

    @Override
    public List<VerifierKey> keys(String origin) {
        return keys.getOrDefault(origin, List.of());
    }

    @Override
    public WitnessState state(String origin) {
        return states.getOrDefault(origin, WitnessState.NEVER);
    }

    @Override
    public boolean replace(String origin, WitnessState expected, WitnessState next) {
        Runnable rival = beforeNextReplace;
        beforeNextReplace = () -> {};
        rival.run();
        if (refuseAll || !state(origin).equals(expected)) {
            return false;
        }
        states.put(origin, next);
        return true;
    }
}
