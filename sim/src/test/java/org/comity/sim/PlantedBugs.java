package org.comity.sim;

import java.util.ArrayList;
import java.util.List;

/** Every fault that the worlds are known to catch, with the shortest change of the source that makes it. */
final class PlantedBugs {

    private PlantedBugs() {}

    static List<PlantedBug> all() {
        List<PlantedBug> all = new ArrayList<>(ledger());
        all.addAll(sending());
        all.addAll(receiving());
        return all;
    }

    private static PlantedBug bug(String name, String file, String find, String replace) {
        return new PlantedBug(name, file, find, replace);
    }

    private static List<PlantedBug> ledger() {
        return List.of(
                bug(
                        "signs before the commit",
                        "ledger/Ledger.java",
                        "        try {\n            tx.commit();\n        } catch (CommitUnknown e) {\n            settle(e, tx, grown);",
                        "        world.signer().signCheckpoint(org.comity.tlog.Checkpoint.of(identity.origin(), grown.frontier().head()), 1);\n"
                                + "        try {\n            tx.commit();\n        } catch (CommitUnknown e) {\n            settle(e, tx, grown);"),
                bug("skips the guard", "ledger/HeadRelease.java", "world.guard().remember(checkpoint.head());", ""),
                bug(
                        "completes futures at the commit",
                        "ledger/HeadRelease.java",
                        "unsigned.add(new Unsigned(size, works));",
                        "works.forEach(PendingWork::succeed); unsigned.add(new Unsigned(size, works));"),
                bug(
                        "completes futures that the signed head does not cover",
                        "ledger/HeadRelease.java",
                        "completeUpTo(note.checkpoint().head().size());",
                        "completeUpTo(Long.MAX_VALUE);"),
                bug(
                        "takes an unknown commit for one that happened",
                        "ledger/Ledger.java",
                        "throw new StorageFailed(\"the commit to size \" + grown.size() + \" did not happen\", false, unknown);",
                        ""),
                bug(
                        "takes an unknown commit without a leaf for one that happened",
                        "ledger/Ledger.java",
                        "if (grown.size() == head.size()) {",
                        "if (grown.size() < head.size()) {"),
                bug("does not roll back to the savepoint", "ledger/Batch.java", "tx.rollbackTo(name);", ""),
                bug(
                        "keeps the leaves of a failed work",
                        "ledger/Batch.java",
                        "logged.subList(mark.leaves(), logged.size()).clear();",
                        ""),
                bug(
                        "keeps the numbers of a failed work",
                        "ledger/Batch.java",
                        "sequences.clear();\n        sequences.putAll(mark.sequences());",
                        ""),
                bug(
                        "does what a failed work left to do",
                        "ledger/Batch.java",
                        "afterCommit.subList(mark.changes(), afterCommit.size()).clear();",
                        ""),
                bug(
                        "lets its time run back",
                        "ledger/Batch.java",
                        "this.ms = Math.max(clockMs, from.lastMs());",
                        "this.ms = clockMs;"),
                bug(
                        "gives every leaf the same salt",
                        "ledger/Batch.java",
                        "byte[] salt = entropy.bytes(Leaf.SALT_BYTES);",
                        "byte[] salt = new byte[Leaf.SALT_BYTES];"),
                bug(
                        "starts on an older database",
                        "ledger/LedgerStart.java",
                        "if (remembered.size() > size) {",
                        "if (remembered.size() > size + 1_000_000) {"),
                bug("does not read its log back at the start", "ledger/LedgerStart.java", "whole.tree();", ""),
                bug(
                        "takes works in the wrong order",
                        "ledger/WorkQueue.java",
                        "taken.add(waiting.remove());",
                        "taken.add(waiting.removeLast());"),
                bug(
                        "sends an erased content from memory",
                        "ledger/LoggedActs.java",
                        "turn.afterCommit(() -> recent.forget(index));",
                        ""),
                bug(
                        "forgets the roots of full tiles",
                        "ledger/Batch.java",
                        "LedgerTables.insertTile(sql, level, index, hash);",
                        ""));
    }

    private static List<PlantedBug> sending() {
        return List.of(
                bug(
                        "takes a receipt with another index",
                        "exchange/Flight.java",
                        "|| receipt.index() != message.index()",
                        ""),
                bug(
                        "takes a receipt with another entry",
                        "exchange/Flight.java",
                        "|| !receipt.entry().equals(entry)) {",
                        ") {"),
                bug(
                        "takes a receipt that names another log",
                        "exchange/Flight.java",
                        "if (!receipt.origin().equals(origin)\n                || ",
                        "if (origin.isEmpty() || "),
                bug(
                        "takes a receipt without its proof",
                        "exchange/ReceiptsReader.java",
                        "checkpoint.includesAll(entries, answer.proof());",
                        ""),
                bug(
                        "takes a receipt for somebody else",
                        "exchange/ReceiptsReader.java",
                        "requireSame(\"recipient of a receipt\", act.recipient().text().orElse(\"nobody\"), me.code());",
                        ""),
                bug(
                        "counts one statement too many as received",
                        "exchange/ReceiptKeeper.java",
                        "run.last() + 1);",
                        "run.last() + 2);"),
                bug(
                        "does not keep the head under which it was answered",
                        "exchange/InboxTables.java",
                        "TreeHead head = note.checkpoint().head();\n",
                        "TreeHead head = note.checkpoint().head();\n        if (strand == Strand.ANSWERS) { return; }\n"),
                bug(
                        "sends what is not yet signed",
                        "exchange/Waitings.java",
                        "next.index() >= releasedSize",
                        "next.index() >= releasedSize + 5"));
    }

    private static List<PlantedBug> receiving() {
        return List.of(
                bug(
                        "takes another message under a known number for the same",
                        "exchange/Inbox.java",
                        "} else if (stored.get().entry().equals(item.entry())) {",
                        "} else if (stored.isPresent()) {"),
                bug(
                        "expects one number too many",
                        "exchange/Answer.java",
                        "out.uint(lane.number()).uint(sequence)",
                        "out.uint(lane.number()).uint(sequence + 1)"),
                bug(
                        "expects one number too few",
                        "exchange/Answer.java",
                        "out.uint(lane.number()).uint(sequence)",
                        "out.uint(lane.number()).uint(Math.max(1, sequence - 1))"),
                bug(
                        "does not keep the head it was shown",
                        "exchange/InboxTables.java",
                        "TreeHead head = note.checkpoint().head();\n",
                        "TreeHead head = note.checkpoint().head();\n        if (strand == Strand.PARCELS) { return; }\n"),
                bug(
                        "skips the proof of consistency",
                        "exchange/PeerLog.java",
                        "checkpoint.extendsHead(held(strand).head(), proof);",
                        ""),
                bug(
                        "skips the proofs of messages",
                        "exchange/OpenedParcel.java",
                        "checkpoint.includesAll(entries(parcel), parcel.proof());",
                        "entries(parcel);"),
                bug(
                        "takes a record of another sender",
                        "exchange/ParcelReader.java",
                        "requireSame(\"sender of a record\", outer.sender().code(), reader.from().code());",
                        ""),
                bug(
                        "takes a record for another recipient",
                        "exchange/ParcelReader.java",
                        "requireSame(\"recipient of a record\", outer.recipient().text().orElse(\"nobody\"), expected);",
                        ""),
                bug(
                        "takes a record of another log",
                        "exchange/ParcelReader.java",
                        "requireSame(\"log origin of a record\", outer.origin(), reader.policy().origin());",
                        ""),
                bug(
                        "takes a record of another realm",
                        "exchange/ParcelReader.java",
                        "requireSame(\"realm of a record\", outer.realm().name(), reader.realm().name());",
                        ""),
                bug("is never careful", "exchange/Exchange.java", "writer.beCareful();", ""),
                bug(
                        "does not count its attempts",
                        "exchange/InboxWriter.java",
                        "InboxTables.countAttempt(turn.sql(), peer, item);",
                        ""),
                bug(
                        "takes what has expired, and calls the rest expired",
                        "exchange/InboxWriter.java",
                        "act.expiryMs().getAsLong() < turn.now().toEpochMilli()",
                        "act.expiryMs().getAsLong() > turn.now().toEpochMilli()"),
                bug(
                        "gives no receipt for a message it knows",
                        "exchange/Inbox.java",
                        "known.add(stored.get().received());",
                        ""),
                bug(
                        "keeps its numbers when a commit failed",
                        "exchange/Inbox.java",
                        "next.replaceAll((lane, sequence) -> InboxTables.next(snapshot.sql(), peer, lane));",
                        ""),
                bug(
                        "cosigns without remembering",
                        "exchange/WitnessTable.java",
                        "if (!state(origin).equals(expected)) {\n            return false;",
                        "if (!origin.isEmpty()) {\n            return true;"));
    }
}
