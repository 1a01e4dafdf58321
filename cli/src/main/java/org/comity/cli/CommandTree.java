package org.comity.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.comity.cli.casework.CaseCommand;
import org.comity.cli.casework.RequestCommand;
import org.comity.cli.casework.SignCommand;
import org.comity.cli.command.Session;
import org.comity.cli.directory.CardCommand;
import org.comity.cli.directory.MemberCommand;
import org.comity.cli.evidence.EvidenceCommand;
import org.comity.cli.exchange.AlarmsCommand;
import org.comity.cli.exchange.InboxCommand;
import org.comity.cli.exchange.OutboxCommand;
import org.comity.cli.exchange.ParcelCommand;
import org.comity.cli.exchange.ShowCommand;
import org.comity.cli.exchange.StatusCommand;
import org.comity.cli.proof.BundleCommand;
import org.comity.cli.proof.ForkCommand;
import org.comity.cli.proof.ProofCommand;
import org.comity.cli.proof.VerifyCommand;
import org.comity.cli.setup.BackupCommand;
import org.comity.cli.setup.CompletionCommand;
import org.comity.cli.setup.InitCommand;
import org.comity.cli.setup.KeysCommand;
import org.comity.cli.setup.OfficerCommand;
import org.comity.cli.setup.RestoreCommand;
import org.comity.cli.setup.StartCommand;
import org.comity.cli.setup.TokenCommand;
import org.comity.cli.sim.SimCommand;
import org.comity.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** All commands, in the groups in which the help lists them. */
final class CommandTree {

    private static final int NAME_COLUMNS = 15;

    private final Map<String, List<Object>> groups = new LinkedHashMap<>();

    private CommandTree(Session session) {
        groups.put(
                "First steps",
                List.of(
                        new org.comity.cli.demo.DemoCommand(session),
                        new InitCommand(session),
                        new StartCommand(session),
                        new StatusCommand(session)));
        groups.put(
                "Other members",
                List.of(CardCommand.line(session), MemberCommand.line(session), ParcelCommand.line(session)));
        List<Object> requests = new ArrayList<>(List.of(
                RequestCommand.line(session),
                new InboxCommand(session),
                new OutboxCommand(session),
                new ShowCommand(session),
                new SignCommand(session)));
        requests.addAll(org.comity.cli.casework.AnswerCommands.all(session));
        requests.add(CaseCommand.line(session));
        groups.put("Requests", requests);
        groups.put("Evidence", List.of(EvidenceCommand.line(session)));
        groups.put(
                "Proof",
                List.of(
                        new ProofCommand(session),
                        new BundleCommand(session),
                        new VerifyCommand(session),
                        ForkCommand.line(session)));
        groups.put(
                "Running a node",
                List.of(
                        OfficerCommand.line(session),
                        TokenCommand.line(session),
                        KeysCommand.line(session),
                        new BackupCommand(session),
                        new RestoreCommand(session),
                        new AlarmsCommand(session),
                        new org.comity.cli.bench.BenchCommand(session),
                        new SimCommand(session),
                        new CompletionCommand(session)));
    }

    static CommandLine build(Session session) {
        Terminal terminal = session.terminal();
        CommandTree tree = new CommandTree(session);
        RootCommand root = new RootCommand();
        CommandLine line = new CommandLine(root);
        tree.groups.values().forEach(commands -> commands.forEach(line::addSubcommand));
        line.addSubcommand(new org.comity.cli.demo.WarmUpCommand(session));
        everywhere(line);
        tree.groupHelp(line);
        line.setOut(writer(terminal.out()));
        line.setErr(writer(terminal.err()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
        Errors errors = new Errors(terminal, root::debug);
        line.setExecutionExceptionHandler(errors::onFailure);
        line.setParameterExceptionHandler(errors::onMisuse);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    /** What every command has: help, in a width that fits. */
    private static void everywhere(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        spec.addMixin("help", CommandSpec.forAnnotatedObject(new HelpOption()));
        spec.usageMessage()
                .width(Terminal.COLUMNS)
                .adjustLineBreaksForWideCJKCharacters(true)
                .abbreviateSynopsis(true)
                .sortOptions(false);
        line.getSubcommands().values().forEach(CommandTree::everywhere);
    }

    private void groupHelp(CommandLine line) {
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> list(line, help.colorScheme()));
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
    }

    private String list(CommandLine root, CommandLine.Help.ColorScheme colours) {
        StringBuilder out = new StringBuilder();
        groups.forEach((title, commands) -> {
            out.append('\n').append(title).append('\n');
            for (Object command : commands) {
                CommandSpec spec = specOf(root, command);
                String name = Terminal.pad(spec.name(), NAME_COLUMNS);
                List<String> lines = Terminal.wrap(
                        String.join(" ", spec.usageMessage().description()), Terminal.COLUMNS - NAME_COLUMNS - 2);
                out.append("  ")
                        .append(colours.commandText(name))
                        .append(lines.getFirst())
                        .append('\n');
                lines.stream()
                        .skip(1)
                        .forEach(line -> out.append(" ".repeat(NAME_COLUMNS + 2))
                                .append(line)
                                .append('\n'));
            }
        });
        return out.toString();
    }

    private static CommandSpec specOf(CommandLine line, Object command) {
        return line.getSubcommands().values().stream()
                .filter(sub -> command.equals(sub) || command.equals(sub.getCommand()))
                .findFirst()
                .map(CommandLine::getCommandSpec)
                .orElseThrow();
    }

    private static PrintWriter writer(java.io.PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
