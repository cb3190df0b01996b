package dev.keyturn.proof;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may know whom (design, section 3), where the module graph does not see to it. */
class HouseTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.keyturn");

  private static final String[] CLEAN_ROOMS = {
    "dev.keyturn.policy..",
    "dev.keyturn.directory..",
    "dev.keyturn.settings..",
    "dev.keyturn.mail..",
    "dev.keyturn.run..",
    "dev.keyturn.report..",
    "dev.keyturn.doctor..",
    "dev.keyturn.aws..",
    "dev.keyturn.sandbox..",
  };

  /** What lets the outside world in. */
  private static final Map<String, Set<String>> OUTSIDE =
      Map.ofEntries(
          Map.entry(
              "java.lang.System",
              Set.of("currentTimeMillis", "nanoTime", "getenv", "exit", "console")),
          Map.entry("java.lang.Thread", Set.of("sleep")),
          Map.entry("java.lang.Math", Set.of("random")),
          Map.entry("java.time.Clock", Set.of("system", "systemUTC", "systemDefaultZone")),
          Map.entry("java.time.InstantSource", Set.of("system")),
          Map.entry("java.time.Instant", Set.of("now")),
          Map.entry("java.time.LocalDate", Set.of("now")),
          Map.entry("java.time.LocalDateTime", Set.of("now")),
          Map.entry("java.time.ZonedDateTime", Set.of("now")),
          Map.entry("java.util.UUID", Set.of("randomUUID")),
          Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")),
          Map.entry("java.util.random.RandomGenerator", Set.of("getDefault", "of")));

  /** Each package, and the packages of ours that it may know. */
  private static final Map<String, List<String>> KNOWS =
      Map.ofEntries(
          Map.entry("dev.keyturn.policy", List.of()),
          Map.entry("dev.keyturn.directory", List.of("dev.keyturn.policy")),
          Map.entry("dev.keyturn.settings", List.of("dev.keyturn.policy")),
          Map.entry("dev.keyturn.mail", List.of("dev.keyturn.policy")),
          Map.entry(
              "dev.keyturn.run",
              List.of(
                  "dev.keyturn.policy",
                  "dev.keyturn.directory",
                  "dev.keyturn.settings",
                  "dev.keyturn.mail")),
          Map.entry(
              "dev.keyturn.report",
              List.of("dev.keyturn.policy", "dev.keyturn.directory", "dev.keyturn.run")),
          Map.entry(
              "dev.keyturn.digest",
              List.of(
                  "dev.keyturn.policy",
                  "dev.keyturn.settings",
                  "dev.keyturn.mail",
                  "dev.keyturn.run",
                  "dev.keyturn.report")),
          Map.entry(
              "dev.keyturn.doctor",
              List.of(
                  "dev.keyturn.policy",
                  "dev.keyturn.settings",
                  "dev.keyturn.mail",
                  "dev.keyturn.run")),
          Map.entry("dev.keyturn.sandbox", List.of()),
          Map.entry(
              "dev.keyturn.aws",
              List.of(
                  "dev.keyturn.policy",
                  "dev.keyturn.directory",
                  "dev.keyturn.settings",
                  "dev.keyturn.mail",
                  "dev.keyturn.run",
                  "dev.keyturn.doctor")),
          Map.entry(
              "dev.keyturn.lambda",
              List.of(
                  "dev.keyturn.policy",
                  "dev.keyturn.settings",
                  "dev.keyturn.mail",
                  "dev.keyturn.run",
                  "dev.keyturn.report",
                  "dev.keyturn.report.page",
                  "dev.keyturn.digest",
                  "dev.keyturn.aws")));

  @Test
  void everyRoomKnowsOnlyTheRoomsBelowIt() {
    KNOWS.forEach(
        (room, below) ->
            noClasses()
                .that()
                .resideInAPackage(room + "..")
                .should()
                .dependOnClassesThat(
                    resideInAnyPackage("dev.keyturn..")
                        .and(resideOutsideOfPackages(room + ".."))
                        .and(resideOutsideOfPackages(below.toArray(String[]::new))))
                .check(HOUSE));
  }

  @Test
  void thePolicyKnowsNothingButTheLanguage() {
    classes()
        .that()
        .resideInAPackage("dev.keyturn.policy..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.keyturn.policy..",
            "java.lang..",
            "java.util..",
            "java.time..",
            "org.jspecify.annotations..")
        .check(HOUSE);
  }

  @Test
  void onlyTheAdaptersKnowTheSdk() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.keyturn.aws..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon.awssdk..")
        .check(HOUSE);
  }

  @Test
  void onlyEntryPointsTouchClockEnvironmentRandomnessOutputAndExit() {
    noClasses()
        .that()
        .resideInAnyPackage(CLEAN_ROOMS)
        .should()
        .callCodeUnitWhere(isAnOutsideInfluence())
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .check(HOUSE);
  }

  private static DescribedPredicate<JavaAccess<?>> isAnOutsideInfluence() {
    return DescribedPredicate.describe(
        "touches clock, environment, randomness or exit",
        access -> outside(access.getTarget()) && !isDelayFault(access));
  }

  /** The sandbox is a server: a delay that was ordered of it is a real one. */
  private static boolean isDelayFault(JavaAccess<?> access) {
    return access.getOriginOwner().getFullName().equals("dev.keyturn.sandbox.Front")
        && access.getTarget().getName().equals("sleep");
  }

  private static boolean outside(AccessTarget target) {
    return OUTSIDE
            .getOrDefault(target.getOwner().getFullName(), Set.of())
            .contains(target.getName())
        || (target.getOwner().isAssignableTo(Random.class) && target.getName().equals("<init>"));
  }

  @Test
  void onePlaceReadsASecret() {
    methods()
        .that()
        .haveName("reveal")
        .and()
        .areDeclaredInClassesThat()
        .haveFullyQualifiedName("dev.keyturn.run.Secret")
        .should()
        .onlyBeCalled()
        .byClassesThat()
        .haveFullyQualifiedName("dev.keyturn.run.HandOver")
        .check(HOUSE);
  }

  /** On the owner's machine: one signs with the key, one writes it where its owner keeps it. */
  @Test
  void twoPlacesReadTheSecretOfAnOwnersKey() {
    methods()
        .that()
        .haveName("reveal")
        .and()
        .areDeclaredInClassesThat()
        .haveFullyQualifiedName("dev.keyturn.aws.OwnersKey")
        .should()
        .onlyBeCalled()
        .byClassesThat()
        .haveNameMatching("dev\\.keyturn\\.(aws\\.OwnersAccess|cli\\.fetch\\.ProfileFile)")
        .check(HOUSE);
  }

  /** A run hands a key over; what becomes of it on the owner's machine is the owner's doing. */
  @Test
  void noRunAndNoFunctionHoldsAnOwnersKey() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.keyturn.run..", "dev.keyturn.lambda..")
        .or()
        .haveFullyQualifiedName("dev.keyturn.aws.Aws")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("dev\\.keyturn\\.aws\\.Owners(Key|Access)")
        .check(HOUSE);
  }

  @Test
  void everyPackageRefusesNull() {
    assertThat(HOUSE.getPackage("dev.keyturn").getSubpackagesInTree())
        .filteredOn(room -> !room.getClasses().isEmpty())
        .isNotEmpty()
        .allMatch(HouseTest::nullMarked);
  }

  private static boolean nullMarked(JavaPackage room) {
    return room.isAnnotatedWith(NullMarked.class);
  }
}
