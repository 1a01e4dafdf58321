package org.comity.web.officers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.node.Node;
import org.comity.node.access.Role;
import org.comity.node.exchange.CarriedFile;
import org.comity.node.exchange.Limits;
import org.comity.node.ledger.Refused;
import org.comity.node.record.MemberId;

/** Parcels and receipts as files, for mail or a stick. */
final class ParcelRoutes {

    /** Whoever carries files in and out: the desk that answers at night, and who runs the machine. */
    private static final Set<Role> CARRYING = Set.of(Role.ADMINISTRATOR, Role.CONTACT_POINT, Role.CENTRAL_AUTHORITY);

    /** @param receipts the file to give back, in base64; null for a file that held receipts itself */
    record Imported(MemberId from, int items, Optional<String> receipts) {}

    private final Node node;

    ParcelRoutes(Node node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                        "/v1/members/{code}/parcel", CARRYING, Route.Body.NONE, 200, Route.WORKING, this::exportParcel),
                Route.post("/v1/parcels", CARRYING, Route.Body.STREAM, 200, Route.WORKING, this::importFile));
    }

    private Answer exportParcel(Call call) throws Refused {
        MemberId member = Call.legal(() -> new MemberId(call.part("code")));
        Optional<byte[]> file =
                call.await(OnNode.ask(node, asked -> asked.exchange().exportParcel(member)));
        return Answer.bytes(
                "application/octet-stream",
                file.orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND,
                        "nothing waits for " + member,
                        "see what was received: comity outbox")));
    }

    private Answer importFile(Call call) throws Refused {
        byte[] file = read(call);
        CarriedFile taken =
                call.await(OnNode.ask(node, asked -> asked.exchange().importFile(file)));
        return Answer.json(
                new Imported(taken.from(), taken.items(), taken.receipts().map(Base64.getEncoder()::encodeToString)));
    }

    private static byte[] read(Call call) throws Refused {
        try (InputStream body = call.stream()) {
            byte[] file = body.readNBytes(Limits.PARCEL_BYTES + 1);
            if (file.length > Limits.PARCEL_BYTES) {
                throw new Refused(
                        Refused.Code.TOO_LARGE,
                        "the file is longer than " + Limits.PARCEL_BYTES + " bytes, so it is no parcel",
                        "import a file that comity parcel export wrote");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
