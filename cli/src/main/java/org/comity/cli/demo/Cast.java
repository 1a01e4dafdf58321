package org.comity.cli.demo;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.cli.setup.NodePlan;
import org.comity.node.access.Role;
import org.comity.node.casework.DataCategory;
import org.comity.node.casework.Offence;
import org.comity.node.casework.Period;
import org.comity.node.casework.PreservationRequest;
import org.comity.node.casework.Selector;
import org.comity.node.casework.UtcTime;
import org.comity.node.directory.Authority;
import org.comity.node.directory.AuthorityKind;
import org.comity.node.directory.Names;
import org.comity.node.directory.NodeName;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;

/**
 * Who plays, and what about. It is an exercise: authorities, officers and the case are made up, addresses are those of RFC 5737,
 * names those of RFC 2606.
 */
final class Cast {

    static final String DRAFTER = "officer-1";
    static final String APPROVER = "officer-2";
    static final String AUTHORITY = "contact-point";

    static final Part ASKING = new Part("VN", "Viet Nam", "Example Contact Point of Viet Nam");
    static final Part ASKED = new Part("BR", "Brazil", "Example Contact Point of Brazil");
    static final Part WITNESS = new Part("ZA", "South Africa", "Example Contact Point of South Africa");
    static final List<Part> PARTS = List.of(ASKING, ASKED, WITNESS);

    private static final Realm REALM = Realm.exercise("demo");

    private Cast() {}

    /** A member that plays. */
    record Part(String code, String name, String authority) {

        NodePlan plan(int port) {
            NodeName node = new NodeName("node." + code.toLowerCase(java.util.Locale.ROOT) + ".example");
            Authority point = new Authority(
                    new AuthorityId(AUTHORITY),
                    Names.of("en", authority),
                    node,
                    AuthorityKind.CONTACT_POINT_24_7,
                    List.of("en"),
                    "24/7",
                    List.of(),
                    List.of("contact@" + node.text()),
                    List.of());
            Map<String, Set<Role>> officers = new LinkedHashMap<>();
            officers.put(DRAFTER, EnumSet.of(Role.DRAFTER, Role.CONTACT_POINT, Role.CENTRAL_AUTHORITY));
            officers.put(APPROVER, EnumSet.of(Role.APPROVER));
            return new NodePlan(
                    REALM,
                    new MemberId(code),
                    Names.of("en", name),
                    node,
                    List.of(point),
                    List.of(URI.create("https://127.0.0.1:" + port)),
                    officers,
                    "127.0.0.1",
                    port,
                    "127.0.0.1",
                    0,
                    true,
                    "evidence vault of " + code);
        }
    }

    /** The request for preservation, about something that happened a day ago. */
    static PreservationRequest request(Instant now) {
        Instant seen = now.minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MINUTES);
        return new PreservationRequest(
                ASKING.authority(),
                new Offence(
                        "Illegal access to an information system",
                        "Example Penal Code, section 289",
                        Optional.of(7),
                        Optional.of("7")),
                "A file server of a hospital was entered with a stolen password. The sessions came from the addresses below;"
                        + " patient files were copied during the last of them.",
                List.of(
                        new Selector.IpAddress("203.0.113.7", Optional.of(51_034), new UtcTime(seen)),
                        new Selector.IpAddress(
                                "203.0.113.7", Optional.of(51_102), new UtcTime(seen.plus(Duration.ofMinutes(23))))),
                List.of(DataCategory.SUBSCRIBER, DataCategory.TRAFFIC),
                Optional.of(new Period(
                        new UtcTime(seen.minus(Duration.ofHours(1))), new UtcTime(seen.plus(Duration.ofHours(1))))),
                "The address and port were recorded by the server at the times given, with its clock set by NTP.",
                "The provider deletes its records after seven days.",
                Optional.of("Example Hosting Ltd."),
                true,
                true,
                List.of("uncc-42"),
                90,
                Optional.empty(),
                Optional.empty(),
                "en");
    }
}
