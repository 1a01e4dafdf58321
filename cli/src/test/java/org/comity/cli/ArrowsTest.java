package org.comity.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arrows between modules and rooms, and what only the ports may touch. ARCHITECTURE.md says why. */
class ArrowsTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.comity");

    private static final String NODE = "org.comity.node";

    /** A room sees only rooms with a smaller number. Rooms of one number do not see each other. */
    private static final Map<String, Integer> FLOORS = Map.ofEntries(
            Map.entry("driver", 9),
            Map.entry("", 8),
            Map.entry("bundle", 7),
            Map.entry("casework", 7),
            Map.entry("evidence", 7),
            Map.entry("exchange", 6),
            Map.entry("directory", 5),
            Map.entry("access", 4),
            Map.entry("ledger", 3),
            Map.entry("world", 2),
            Map.entry("store", 1),
            Map.entry("record", 1),
            Map.entry("cbor", 0));

    /** Random numbers that begin with a written seed, and the port that gives real ones. */
    private static final Set<String> OWN_CHANCE = Set.of("org.comity.age.Randomness", "org.comity.sim.Chance");

    @Test
    void theLogAndTheFileFormatKnowNothingOfTheNodeOrEachOther() {
        noClasses()
                .that()
                .resideInAPackage("org.comity.tlog..")
                .should()
                .dependOnClassesThat(foreign("org.comity.tlog.."))
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("org.comity.age..")
                .should()
                .dependOnClassesThat(foreign("org.comity.age.."))
                .check(HOUSE);
    }

    @Test
    void theNodeKnowsNoFaceAndNoCommand() {
        noClasses()
                .that()
                .resideInAPackage("org.comity.node..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.comity.web..", "org.comity.cli..", "org.comity.sim..", "org.comity.bench..")
                .check(HOUSE);
    }

    @Test
    void theSimulationSeesTheNodeAndNoFace() {
        noClasses()
                .that()
                .resideInAPackage("org.comity.sim..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.comity.web..", "org.comity.cli..", "org.comity.bench..")
                .check(HOUSE);
    }

    @Test
    void theFacesKnowNoCommand() {
        noClasses()
                .that()
                .resideInAPackage("org.comity.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.comity.cli..", "org.comity.sim..", "org.comity.bench..")
                .check(HOUSE);
    }

    @Test
    void roomsOfTheNodeSeeOnlyWhatLiesBelowThem() {
        List<String> upwards = new ArrayList<>();
        for (JavaClass from : HOUSE) {
            if (inNode(from)) {
                for (Dependency arrow : from.getDirectDependenciesFromSelf()) {
                    JavaClass to = arrow.getTargetClass();
                    if (inNode(to) && !room(from).equals(room(to)) && floor(to) >= floor(from)) {
                        upwards.add(arrow.getDescription());
                    }
                }
            }
        }
        assertThat(upwards).isEmpty();
    }

    @Test
    void theBundleIsVerifiedWithoutAStore() {
        noClasses()
                .that()
                .resideInAPackage("org.comity.node.bundle..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.comity.node.store..", "org.comity.node.ledger..", "org.comity.node.exchange..")
                .check(HOUSE);
    }

    @Test
    void noRoomsStandInACircle() {
        slices().matching("org.comity.cli.(*)..").should().beFreeOfCycles().check(HOUSE);
        slices().matching("org.comity.node.(*)..").should().beFreeOfCycles().check(HOUSE);
        slices().matching("org.comity.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void onlyTheFacesKnowTheirServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.comity.web..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon..")
                .check(HOUSE);
    }

    @Test
    void onlyTheCommandAndTheFacesSpeakHttp() {
        noClasses()
                .that(core())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "com.sun.net.httpserver..")
                .check(HOUSE);
    }

    @Test
    void onlyPortsReadClocks() {
        noClasses()
                .that(core())
                .should()
                .callMethodWhere(calls(
                        "reads a clock",
                        Map.of(
                                "java.time.Instant", Set.of("now"),
                                "java.time.LocalDate", Set.of("now"),
                                "java.time.LocalDateTime", Set.of("now"),
                                "java.time.ZonedDateTime", Set.of("now"),
                                "java.time.OffsetDateTime", Set.of("now"),
                                "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system", "tickSeconds"),
                                "java.time.InstantSource", Set.of("system"),
                                "java.lang.System", Set.of("currentTimeMillis", "nanoTime"))))
                .check(HOUSE);
        noClasses().that(core()).should().callConstructor(java.util.Date.class).check(HOUSE);
    }

    @Test
    void onlyPortsDrawRandomNumbers() {
        noClasses()
                .that(core())
                .and(not(OWN_CHANCE))
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.util\\.(Random|SplittableRandom)|java\\.util\\.random\\..*|java\\.security\\.SecureRandom|java\\.util\\.concurrent\\.ThreadLocalRandom")
                .check(HOUSE);
        noClasses()
                .that(core())
                .should()
                .callMethodWhere(calls(
                        "draws a random number",
                        Map.of(
                                "java.lang.Math", Set.of("random"),
                                "java.util.UUID", Set.of("randomUUID"),
                                "java.util.Collections", Set.of("shuffle"))))
                .check(HOUSE);
    }

    @Test
    void onlyPortsStartThreads() {
        noClasses()
                .that(core())
                .should()
                .callMethodWhere(calls(
                        "starts or stops a thread",
                        Map.of(
                                "java.lang.Thread",
                                        Set.of(
                                                "start",
                                                "sleep",
                                                "ofPlatform",
                                                "ofVirtual",
                                                "startVirtualThread",
                                                "yield"),
                                "java.util.concurrent.Executors",
                                        Set.of(
                                                "newFixedThreadPool",
                                                "newCachedThreadPool",
                                                "newSingleThreadExecutor",
                                                "newVirtualThreadPerTaskExecutor",
                                                "newWorkStealingPool",
                                                "newScheduledThreadPool",
                                                "newThreadPerTaskExecutor",
                                                "newSingleThreadScheduledExecutor"),
                                "java.util.concurrent.ForkJoinPool", Set.of("commonPool"),
                                "java.util.Collection", Set.of("parallelStream"),
                                "java.util.List", Set.of("parallelStream"),
                                "java.util.Set", Set.of("parallelStream"))))
                .check(HOUSE);
        noClasses().that(core()).should().callConstructor(Thread.class).check(HOUSE);
        noClasses()
                .that(core())
                .should()
                .callMethodWhere(describe(
                        "runs on the common pool",
                        call -> call.getName().equals("parallel")
                                || (call.getName().endsWith("Async")
                                        && call.getTargetOwner().getName().startsWith("java.util.concurrent."))))
                .check(HOUSE);
    }

    @Test
    void onlyPortsOpenSockets() {
        noClasses()
                .that(core())
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.net\\.(Socket|ServerSocket|DatagramSocket|URL|URLConnection|HttpURLConnection|MulticastSocket)"
                                + "|java\\.nio\\.channels\\.(.*Socket.*)|javax\\.net\\..*")
                .check(HOUSE);
        noClasses()
                .that(core())
                .should()
                .callMethodWhere(calls(
                        "asks a name server",
                        Map.of(
                                "java.net.InetAddress",
                                Set.of("getByName", "getAllByName", "getLocalHost", "isReachable", "getHostName"))))
                .check(HOUSE);
    }

    @Test
    void noClassIsNamedAfterNothing() {
        classes()
                .should()
                .haveNameNotMatching(".*(Util|Utils|Impl|Manager|Helper|Helpers|Common|Misc)")
                .check(HOUSE.that(describe(
                        "written here and top-level",
                        type -> !type.getSimpleName().endsWith("KeyManager")
                                && !type.getSimpleName().endsWith("TrustManager"))));
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..helper..", "..manager..")
                .check(HOUSE);
    }

    @Test
    void everyRoomIsOnTheMap() {
        assertThat(HOUSE.stream()
                        .filter(ArrowsTest::inNode)
                        .map(ArrowsTest::room)
                        .distinct())
                .isNotEmpty()
                .allSatisfy(room -> assertThat(FLOORS).containsKey(room));
    }

    /** What must behave alike under a simulated world: all but the drivers of the real one. */
    private static DescribedPredicate<JavaClass> core() {
        return resideInAnyPackage("org.comity.tlog..", "org.comity.age..", "org.comity.node..", "org.comity.sim..")
                .and(DescribedPredicate.not(resideInAPackage("org.comity.node.driver..")));
    }

    private static DescribedPredicate<JavaClass> foreign(String own) {
        return resideInAPackage("org.comity..").and(DescribedPredicate.not(resideInAPackage(own)));
    }

    private static DescribedPredicate<JavaClass> not(Set<String> names) {
        return describe("are not " + names, type -> !names.contains(type.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> calls(String what, Map<String, Set<String>> methods) {
        return describe(what, access -> {
            AccessTarget target = access.getTarget();
            return methods.getOrDefault(target.getOwner().getName(), Set.of()).contains(target.getName());
        });
    }

    private static boolean inNode(JavaClass type) {
        return type.getPackageName().equals(NODE) || type.getPackageName().startsWith(NODE + ".");
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(NODE) ? "" : name.substring(NODE.length() + 1).replaceFirst("\\..*", "");
    }

    private static int floor(JavaClass type) {
        Integer floor = FLOORS.get(room(type));
        assertThat(floor).as(type.getName()).isNotNull();
        return floor;
    }
}
