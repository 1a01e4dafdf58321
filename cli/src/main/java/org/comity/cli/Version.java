package org.comity.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Comity.class.getPackage().getImplementationVersion())
                .orElse("development build");
        return new String[] {"comity " + version + " (Java " + Runtime.version() + ")"};
    }
}
