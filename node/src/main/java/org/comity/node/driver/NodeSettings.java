package org.comity.node.driver;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.comity.node.exchange.Quotas;
import org.comity.node.record.JsonBody;

/**
 * What an operator decides about one node, in {@code settings.json}. Everything that other states see stands in the card instead.
 *
 * @param format always {@code comity/settings/v1}
 * @param member code of the member, as on the card
 * @param realm {@code world} or {@code exercise/<id>}
 * @param peersHost address that the face for other nodes listens on
 * @param peersPort its port, 0 for any free one
 * @param officersHost address that the face for officers' programs listens on; loopback unless TLS is wanted
 * @param officersPort its port, 0 for any free one
 * @param allowPrivateAddresses whether peers at private and loopback addresses may be called: for tests, demos and closed networks
 * @param authority in whose name the node itself acts on evidence, an authority of the card
 * @param place where the vault stands, for the chain of custody
 * @param fetchOnArrivalMiB offered evidence up to this size is fetched as it arrives; larger files wait for an officer
 * @param paddingMinutes how often the log is padded, so that its sizes tell less; 0 for never
 * @param fetchSeconds how often to fetch parcels, for a node that peers cannot reach; 0 where they can
 * @param quotas what one peer may send
 */
public record NodeSettings(
        @JsonProperty(required = true) String format,
        @JsonProperty(required = true) String member,
        @JsonProperty(required = true) String realm,
        @JsonProperty(required = true) String peersHost,
        @JsonProperty(required = true) int peersPort,
        @JsonProperty(required = true) String officersHost,
        @JsonProperty(required = true) int officersPort,
        @JsonProperty(required = true) boolean allowPrivateAddresses,
        @JsonProperty(required = true) String authority,
        @JsonProperty(required = true) String place,
        @JsonProperty(required = true) long fetchOnArrivalMiB,
        @JsonProperty(required = true) int paddingMinutes,
        @JsonProperty(required = true) int fetchSeconds,
        @JsonProperty(required = true) PeerQuotas quotas) {

    /**
     * What one recognised peer may send in a second; eight seconds of it may come at once. Each is from 1.
     *
     * @param ordinaryParcels ordinary parcels
     * @param ordinaryMiB MiB in these
     * @param urgentParcels urgent parcels
     * @param urgentMiB MiB in these
     * @param calls other calls
     */
    public record PeerQuotas(
            @JsonProperty(required = true) int ordinaryParcels,
            @JsonProperty(required = true) int ordinaryMiB,
            @JsonProperty(required = true) int urgentParcels,
            @JsonProperty(required = true) int urgentMiB,
            @JsonProperty(required = true) int calls) {

        private static final int MIB_SHIFT = 20;

        public PeerQuotas {
            requirePositive("ordinaryParcels", ordinaryParcels);
            requirePositive("ordinaryMiB", ordinaryMiB);
            requirePositive("urgentParcels", urgentParcels);
            requirePositive("urgentMiB", urgentMiB);
            requirePositive("calls", calls);
        }

        private static void requirePositive(String what, int value) {
            if (value < 1 || value > 1_000_000) {
                throw new IllegalArgumentException("quota " + what + " is " + value + ", legal are 1 to 1000000");
            }
        }

        /** Several times what two nodes of this program exchange at their fastest. */
        public static PeerQuotas standard() {
            Quotas standard = Quotas.standard();
            return new PeerQuotas(
                    standard.ordinaryParcels(),
                    (int) (standard.ordinaryBytes() >> MIB_SHIFT),
                    standard.urgentParcels(),
                    (int) (standard.urgentBytes() >> MIB_SHIFT),
                    standard.calls());
        }

        Quotas quotas() {
            return new Quotas(
                    ordinaryParcels,
                    (long) ordinaryMiB << MIB_SHIFT,
                    urgentParcels,
                    (long) urgentMiB << MIB_SHIFT,
                    calls);
        }
    }

    /** How often a log is padded unless the operator says otherwise. */
    public static final int PADDING_MINUTES = 10;

    public static final String FILE = "settings.json";
    public static final String FORMAT = "comity/settings/v1";

    public NodeSettings {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException("settings have the format " + format + ", this program reads " + FORMAT);
        }
        requirePort("peersPort", peersPort);
        requirePort("officersPort", officersPort);
        if (paddingMinutes < 0 || paddingMinutes > 1_440) {
            throw new IllegalArgumentException("paddingMinutes is " + paddingMinutes + ", legal are 0 to 1440");
        }
        if (fetchSeconds < 0 || fetchSeconds > 86_400) {
            throw new IllegalArgumentException("fetchSeconds is " + fetchSeconds + ", legal are 0 to 86400");
        }
        if (fetchOnArrivalMiB < 0) {
            throw new IllegalArgumentException("fetchOnArrivalMiB is " + fetchOnArrivalMiB + ", legal is 0 or more");
        }
    }

    /** With the standard padding and quotas. */
    public NodeSettings(
            String format,
            String member,
            String realm,
            String peersHost,
            int peersPort,
            String officersHost,
            int officersPort,
            boolean allowPrivateAddresses,
            String authority,
            String place,
            long fetchOnArrivalMiB) {
        this(
                format,
                member,
                realm,
                peersHost,
                peersPort,
                officersHost,
                officersPort,
                allowPrivateAddresses,
                authority,
                place,
                fetchOnArrivalMiB,
                PADDING_MINUTES,
                0,
                PeerQuotas.standard());
    }

    private static void requirePort(String what, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(what + " is " + port + ", legal are 0 to 65535");
        }
    }

    void write(Path folder) {
        try {
            Files.write(folder.resolve(FILE), JsonBody.write(this));
        } catch (IOException e) {
            throw new UncheckedIOException("the settings cannot be written to " + folder, e);
        }
    }

    /** @throws FolderRefused when the folder holds no node, or settings that cannot be read */
    static NodeSettings read(Path folder) {
        try {
            return JsonBody.read(Files.readAllBytes(folder.resolve(FILE)), NodeSettings.class);
        } catch (NoSuchFileException e) {
            throw new FolderRefused("there is no node in " + folder + ": make one with comity init", e);
        } catch (IOException | IllegalArgumentException | org.comity.node.record.MalformedRecord e) {
            throw new FolderRefused(
                    "the settings in " + folder.resolve(FILE) + " cannot be read: " + e.getMessage(), e);
        }
    }
}
