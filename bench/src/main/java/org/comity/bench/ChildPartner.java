package org.comity.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.NodeFolder;

/**
 * A partner in a process of its own, started here and ended with this object, or with this process.
 *
 * <p>They talk in lines over the child's standard input and output; see {@link PartnerMain}.
 */
final class ChildPartner implements Partner {

    /** Further options of the child's virtual machine, divided by blanks: for instance to record its profile. */
    static final String OPTIONS_PROPERTY = "comity.bench.partner";

    private static final long PATIENCE_SECONDS = 20;

    private final NodeFolder folder;
    private final Process process;
    private final BufferedReader out;
    private final Writer in;

    /** @param peer file with the card that it shall recognise */
    ChildPartner(NodeFolder folder, Path peer) throws IOException {
        this.folder = folder;
        this.process = new ProcessBuilder(command(folder.path(), peer))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        try {
            reply();
        } catch (IOException e) {
            process.destroy();
            throw e;
        }
    }

    private static List<String> command(Path folder, Path peer) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // Compiler threads that end take the account of their time with them.
                "-XX:-UseDynamicNumberOfCompilerThreads"));
        // The launcher's cache of loaded classes serves a second process as well.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:AOTCache="))
                .forEach(command::add);
        String more = System.getProperty(OPTIONS_PROPERTY, "");
        if (!more.isBlank()) {
            command.addAll(List.of(more.strip().split(" +", -1)));
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                PartnerMain.class.getName(),
                folder.toString(),
                peer.toString()));
        return command;
    }

    /** The next line meant for us; a logger may write others between them. */
    private String reply() throws IOException {
        while (true) {
            String line = out.readLine();
            if (line == null) {
                throw new IOException("the second process of the benchmark ended; what it said stands above");
            }
            if (line.startsWith(PartnerMain.REPLY)) {
                return line.substring(PartnerMain.REPLY.length());
            }
        }
    }

    @Override
    public VerifiedCard card() {
        return folder.card();
    }

    @Override
    public synchronized Counters counters() throws IOException {
        in.write(PartnerMain.COUNT + "\n");
        in.flush();
        return Counters.parse(reply());
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        out.close();
    }
}
