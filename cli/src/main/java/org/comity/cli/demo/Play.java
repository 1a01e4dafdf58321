package org.comity.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.Recognition;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.Session;
import org.comity.cli.demo.Proved.Row;
import org.comity.cli.terminal.Shown;
import org.comity.node.driver.Threads;
import tools.jackson.databind.JsonNode;

/** The main job from the first key to the verified bundle, chapter by chapter. Any step that fails ends it. */
final class Play implements AutoCloseable {

    private final Session session;
    private final Story story;
    private final Path folder;
    private final Threads threads;
    private final Watch watch;
    private final List<DemoMember> members = new ArrayList<>();

    Play(Session session, Story story, Path folder, Threads threads) {
        this.session = session;
        this.story = story;
        this.folder = folder;
        this.threads = threads;
        this.watch = new Watch(session.clock());
    }

    /** Plays all of it. */
    Proved run(Optional<Path> given) throws IOException {
        try {
            found();
            recognise();
            RequestScene request = new RequestScene(session, story, watch, asking(), asked());
            request.play();
            EvidenceScene evidence = new EvidenceScene(session, story, watch, asking(), asked(), folder);
            evidence.play(given, request);
            List<String> witnesses = witnessed(request);
            BundleScene bundle = new BundleScene(session, story, asking(), folder);
            bundle.play(request.askingCase(), evidence.length());
            return proved(request, evidence, witnesses, bundle);
        } catch (CommandFailed e) {
            throw new CommandFailed(
                    e.exitCode() == ExitCode.OK ? ExitCode.FAILED : e.exitCode(),
                    "the demo failed at \"" + story.chapter() + "\": " + e.getMessage(),
                    e.remedy(),
                    e);
        }
    }

    private DemoMember asking() {
        return members.get(0);
    }

    private DemoMember asked() {
        return members.get(1);
    }

    private DemoMember witness() {
        return members.get(2);
    }

    private void found() {
        story.chapter("Three members start their nodes, each with keys and a folder of its own");
        for (Cast.Part part : Cast.PARTS) {
            DemoMember member = DemoMember.start(part, folder, session, threads);
            members.add(member);
            story.line(part.code() + "  " + part.name() + ": HTTPS on 127.0.0.1:" + member.peersPort() + ", log "
                    + member.card().node().origin());
        }
    }

    private void recognise() {
        story.chapter("They recognise each other: two officers compare 40 digits, and both sign");
        for (DemoMember here : members) {
            for (DemoMember other : members) {
                if (here != other) {
                    Recognition.admit(
                            here.node(),
                            other.card().card().armour(),
                            Optional.of(other.card().fingerprint().digits()),
                            List.of(
                                    new Recognition.Signer(here.pen(Cast.DRAFTER), "central-authority"),
                                    new Recognition.Signer(here.pen(Cast.APPROVER), "approver")));
                }
            }
            story.line(here.code() + " recognises "
                    + String.join(
                            " and ",
                            members.stream()
                                    .filter(other -> other != here)
                                    .map(DemoMember::code)
                                    .toList())
                    + "; its own digits begin "
                    + here.card().fingerprint().digits().substring(0, 11));
        }
    }

    /** Both logs, that of the request and that of the acceptance, under a cosignature of the third member. */
    private List<String> witnessed(RequestScene request) {
        story.chapter(witness().part().name() + " witnesses both logs: it learns nothing but that they only grow");
        watch.until(
                "the cosignature of " + witness().code() + " under the request",
                () -> cosigned(asking(), request.requestIndex()));
        story.line("witnessed  " + asking().code() + "'s log with the request, cosigned by "
                + witness().code());
        watch.until(
                "the cosignature of " + witness().code() + " under the acceptance",
                () -> cosigned(asked(), request.acceptanceIndex()));
        story.line("witnessed  " + asked().code() + "'s log with the acceptance, cosigned by "
                + witness().code());
        return RequestScene.delivery(asking(), request.requestIndex())
                .map(delivery -> Json.items(delivery, "witnesses").stream()
                        .map(JsonNode::asString)
                        .toList())
                .orElse(List.of());
    }

    private Optional<JsonNode> cosigned(DemoMember member, long index) {
        return RequestScene.delivery(member, index)
                .filter(delivery -> Json.items(delivery, "witnesses").stream()
                        .anyMatch(name -> name.asString().contains(witness().code())
                                || name.asString()
                                        .startsWith(
                                                witness().card().node().node().text())));
    }

    private Proved proved(RequestScene request, EvidenceScene evidence, List<String> witnesses, BundleScene bundle) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(
                "requested",
                asking().code() + "/" + Cast.AUTHORITY + " asked " + asked().code() + "/" + Cast.AUTHORITY));
        request.approvals().forEach(words -> rows.add(new Row("approved", words)));
        rows.add(new Row(
                "received", Shown.time(request.receivedAt()) + ", durable, receipt in the log of " + asked().code()));
        rows.add(new Row("seen", Shown.time(request.seenAt()) + ", by an officer of " + asked().code()));
        rows.add(new Row(
                "accepted", Shown.time(request.acceptedAt()) + ", preserved until " + Shown.time(request.expiresAt())));
        rows.add(new Row("SHA-256", evidence.sha256()));
        rows.add(new Row("witnessed", "by " + String.join(", ", witnesses)));
        rows.add(
                new Row("verdict", bundle.verdict().word() + ", with the digits of " + asking().code() + " as anchor"));
        List<Row> files = new ArrayList<>();
        files.add(new Row("bundle", session.typed(bundle.file())));
        files.add(new Row("evidence", session.typed(evidence.file())));
        members.forEach(member -> files.add(new Row(member.code(), session.typed(member.path()))));
        return new Proved(bundle.verdict().word(), rows, files, commands(evidence, bundle));
    }

    private List<String> commands(EvidenceScene evidence, BundleScene bundle) {
        String bundleFile = session.typed(bundle.file());
        return List.of(
                Session.command() + " verify " + bundleFile + " \\",
                "  --anchor \"" + asking().card().fingerprint().digits() + "\"",
                "sha256sum " + session.typed(evidence.file()),
                "unzip -p " + bundleFile + " VERIFY.txt    (the same with public tools)");
    }

    /** Where the running nodes can be reached. */
    void addresses() {
        story.chapter("The nodes are running");
        for (DemoMember member : members) {
            story.line(member.code() + "  officers' REST http://127.0.0.1:" + member.officersPort()
                    + ", nodes https://127.0.0.1:" + member.peersPort());
            story.line("    " + Session.command() + " inbox --dir " + session.typed(member.path()));
        }
    }

    @Override
    public void close() {
        for (int i = members.size() - 1; i >= 0; i--) {
            members.get(i).close();
        }
    }

    /** Waits for what nodes do in their own time. */
    static final class Watch {

        private static final Duration LIMIT = Duration.ofSeconds(30);

        private final java.time.InstantSource clock;

        Watch(java.time.InstantSource clock) {
            this.clock = clock;
        }

        <T> T until(String what, java.util.function.Supplier<Optional<T>> question) {
            return until(what, LIMIT, question);
        }

        <T> T until(String what, Duration limit, java.util.function.Supplier<Optional<T>> question) {
            return new org.comity.cli.client.Patience(clock, limit)
                    .await(question)
                    .orElseThrow(
                            () -> CommandFailed.of(
                                    what + " did not come within " + limit.toSeconds() + " s",
                                    "look into the log, comity-demo/log/node.log unless --dir was given, and run the demo again"));
        }
    }
}
