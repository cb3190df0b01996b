package dev.keyturn.proof;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.net.IDN;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Allowed dependencies (design, section 3) that the module graph does not enforce. */
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.keyturn");

  private static final Path ROOT =
      Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
          .filter(folder -> Files.exists(folder.resolve("ARCHITECTURE.md")))
          .findFirst()
          .orElseThrow();

  /** An import of one of our types; the group is its package. */
  private static final Pattern IMPORT =
      Pattern.compile(
          "^import (?:static )?dev\\.keyturn\\.([a-z]+(?:\\.[a-z]+)*)\\.[A-Z]", Pattern.MULTILINE);

  private static final String[] ENTRY_POINTS = {
    "dev.keyturn.cli..", "dev.keyturn.demo..", "dev.keyturn.lambda..", "dev.keyturn.sample..",
  };

  /** The maximum number of types in a package. */
  private static final int TYPES_IN_A_PACKAGE = 26;

  /** The maximum number of parameters of a constructor. */
  private static final int PARAMETERS = 5;

  /** Classes with side effects or input from outside. */
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

  /** Each package, and our packages that it may use. */
  private static final Map<String, Set<String>> USES =
      Map.ofEntries(
          uses("facts", ""),
          uses("policy", "facts"),
          uses("settings", "facts policy"),
          uses("mail", "facts"),
          uses("mail.template", "facts mail"),
          uses("port", "facts mail"),
          uses("throttle", "port"),
          uses("event", "facts policy settings port"),
          uses("state", "facts policy settings port throttle event"),
          uses("inventory", "facts policy settings port throttle event state"),
          uses("plan", "facts policy settings port throttle event state inventory"),
          uses(
              "apply",
              "facts policy settings mail mail.template port throttle event state inventory plan"),
          uses("report", "facts policy port event plan"),
          uses("report.page", "facts policy port event plan report"),
          uses(
              "run",
              "facts policy settings mail port throttle event state inventory plan apply report"
                  + " report.page"),
          uses(
              "org",
              "facts policy settings mail port throttle event plan apply report report.page run"),
          uses("aws.client", "port throttle"),
          uses("aws.adapter", "facts settings mail port throttle event aws.client"),
          uses("aws.permission", "facts policy settings port aws.client aws.adapter"),
          uses("aws.org", "facts policy port settings throttle org aws.client"),
          uses(
              "aws",
              "facts settings port throttle event org aws.client aws.adapter aws.org"
                  + " aws.permission"),
          uses("aws.owner", "facts port throttle aws aws.client"),
          uses("doctor.probe", "facts policy settings port"),
          uses("doctor", "facts policy settings mail.template port doctor.probe"),
          uses(
              "doctor.aws",
              "facts settings port throttle aws aws.client aws.adapter aws.permission"
                  + " doctor.probe"),
          uses(
              "lambda",
              "facts policy settings mail mail.template port throttle event state plan apply report"
                  + " report.page run org aws aws.client aws.org"),
          uses("cli", "port"),
          uses(
              "cli.output",
              "mail aws.owner facts policy mail.template port event state report report.page org"
                  + " doctor doctor.probe cli cli.fetch"),
          uses("cli.fetch", "facts settings port aws.owner"),
          uses(
              "cli.org",
              "facts settings mail.template port throttle event apply org aws aws.client aws.org"
                  + " doctor doctor.probe doctor.aws cli cli.output"),
          uses(
              "cli.command",
              "doctor.probe facts policy settings mail mail.template port event state inventory"
                  + " plan apply report report.page run org aws aws.org aws.owner doctor doctor.aws"
                  + " cli cli.output cli.fetch cli.org"),
          uses("sandbox.http", ""),
          uses("sandbox.trouble", ""),
          uses("sandbox.automation", "sandbox.http"),
          uses("sandbox.mail", "sandbox.http"),
          uses("sandbox.objects", "sandbox.http"),
          uses(
              "sandbox.account",
              "sandbox.http sandbox.trouble sandbox.automation sandbox.mail sandbox.objects"),
          uses("sandbox.organization", "sandbox.http sandbox.account"),
          uses("sandbox.access", "sandbox.http sandbox.account sandbox.organization"),
          uses(
              "sandbox.service",
              "sandbox.http sandbox.automation sandbox.mail sandbox.account sandbox.organization"
                  + " sandbox.access"),
          uses(
              "sandbox.service.iam", "sandbox.http sandbox.account sandbox.access sandbox.service"),
          uses(
              "sandbox.service.s3",
              "sandbox.account sandbox.http sandbox.objects sandbox.access sandbox.service"),
          uses(
              "sandbox",
              "sandbox.http sandbox.trouble sandbox.automation sandbox.mail sandbox.objects"
                  + " sandbox.account sandbox.organization sandbox.access sandbox.service"
                  + " sandbox.service.iam sandbox.service.s3"),
          uses(
              "demo",
              "facts policy settings mail port event state plan apply report run org aws aws.client"
                  + " cli cli.output sandbox sandbox.account sandbox.http sandbox.mail"
                  + " sandbox.objects sandbox.organization sandbox.trouble"),
          uses(
              "demo.web",
              "facts policy settings mail port event plan report run org aws.client sandbox.http"
                  + " demo"),
          uses(
              "demo.command",
              "settings mail mail.template port apply run aws aws.client cli cli.output demo"
                  + " demo.web"));

  private static Map.Entry<String, Set<String>> uses(String room, String others) {
    return Map.entry(room, Set.of(others.isEmpty() ? new String[0] : others.split(" ")));
  }

  @Test
  void everyPackageUsesOnlyThoseThatItMayUse() {
    for (JavaPackage room : packages()) {
      String name = room.getName().substring("dev.keyturn.".length());
      assertThat(used(room)).as(name).isSubsetOf(USES.getOrDefault(name, Set.of()));
    }
  }

  /** Our packages that a package uses. */
  private static Set<String> used(JavaPackage room) {
    return room.getClassDependenciesFromThisPackage().stream()
        .map(dependency -> dependency.getTargetClass().getPackageName())
        .filter(name -> name.startsWith("dev.keyturn.") && !name.equals(room.getName()))
        .map(name -> name.substring("dev.keyturn.".length()))
        .collect(Collectors.toSet());
  }

  /** Class files do not have the imports that only Javadoc uses. */
  @Test
  void everySourceImportsOnlyFromPackagesThatItsPackageMayUse() throws IOException {
    List<String> refused = new ArrayList<>();
    for (Map.Entry<String, Set<String>> row : USES.entrySet()) {
      List<Path> sources = sources(row.getKey());
      assertThat(sources).as(row.getKey()).isNotEmpty();
      for (Path source : sources) {
        IMPORT
            .matcher(Files.readString(source))
            .results()
            .map(found -> found.group(1))
            .filter(used -> !used.equals(row.getKey()) && !row.getValue().contains(used))
            .forEach(used -> refused.add(source.getFileName() + " imports from " + used));
      }
    }
    assertThat(refused).isEmpty();
  }

  /** The sources of one of our packages, in all modules. */
  private static List<Path> sources(String room) throws IOException {
    String folder = "src/main/java/dev/keyturn/" + room.replace('.', '/');
    List<Path> sources = new ArrayList<>();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(ROOT)) {
      for (Path module : modules) {
        if (Files.isDirectory(module.resolve(folder))) {
          try (DirectoryStream<Path> files =
              Files.newDirectoryStream(module.resolve(folder), "*.java")) {
            files.forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }

  @Test
  void everyPackageHasItsRow() {
    assertThat(packages())
        .map(room -> room.getName().substring("dev.keyturn.".length()))
        .filteredOn(name -> !name.matches("(bench|sample)(\\..*)?"))
        .containsExactlyInAnyOrderElementsOf(USES.keySet());
  }

  @Test
  void thereIsNoCycleBetweenPackages() {
    SlicesRuleDefinition.slices()
        .matching("dev.keyturn.(**)")
        .should()
        .beFreeOfCycles()
        .check(HOUSE);
  }

  @Test
  void aPackageHasAboutTwentyTypes() {
    assertThat(packages())
        .isNotEmpty()
        .allSatisfy(
            room ->
                assertThat(
                        room.getClasses().stream()
                            .filter(type -> type.isTopLevelClass() && !type.isArray())
                            .filter(type -> !type.getSimpleName().equals("package-info")))
                    .as(room.getName())
                    .hasSizeLessThanOrEqualTo(TYPES_IN_A_PACKAGE));
  }

  /** A record may have more: its parts are its subject. */
  @Test
  void aConstructorHasAtMostFiveParameters() {
    assertThat(HOUSE)
        .filteredOn(type -> !type.isRecord() && !type.isEnum())
        .flatExtracting(JavaClass::getConstructors)
        .filteredOn(made -> made.getRawParameterTypes().size() > PARAMETERS)
        .extracting(JavaConstructor::getFullName)
        .isEmpty();
  }

  private static List<JavaPackage> packages() {
    return HOUSE.getPackage("dev.keyturn").getSubpackagesInTree().stream()
        .filter(room -> !room.getClasses().isEmpty())
        .toList();
  }

  @Test
  void thePolicyKnowsNothingButTheLanguage() {
    classes()
        .that()
        .resideInAnyPackage("dev.keyturn.policy..", "dev.keyturn.facts..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "dev.keyturn.policy..",
                    "dev.keyturn.facts..",
                    "java.lang..",
                    // A digest is a function of its argument.
                    "java.security..",
                    "java.nio.charset..",
                    "java.util..",
                    "java.time..",
                    "org.jspecify.annotations..")
                // And so is the ASCII form of a domain.
                .or(belongToAnyOf(IDN.class, Normalizer.class)))
        .check(HOUSE);
  }

  @Test
  void onlyTheAdaptersKnowTheSdk() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.keyturn.aws..", "dev.keyturn.doctor.aws..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon.awssdk..")
        .check(HOUSE);
  }

  @Test
  void onlyEntryPointsTouchClockEnvironmentRandomnessOutputAndExit() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ENTRY_POINTS)
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

  /** The sandbox is a server: an injected delay takes real time. */
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
        .haveFullyQualifiedName("dev.keyturn.port.Secret")
        .should()
        .onlyBeCalled()
        .byClassesThat()
        .haveFullyQualifiedName("dev.keyturn.port.HandOver")
        .check(HOUSE);
  }

  /**
   * On the owner's machine: one class signs with the key, one writes it to the credentials file.
   */
  @Test
  void twoPlacesReadTheSecretOfAnOwnersKey() {
    methods()
        .that()
        .haveName("reveal")
        .and()
        .areDeclaredInClassesThat()
        .haveFullyQualifiedName("dev.keyturn.aws.owner.OwnersKey")
        .should()
        .onlyBeCalled()
        .byClassesThat()
        .haveNameMatching("dev\\.keyturn\\.(aws\\.owner\\.OwnersAccess|cli\\.fetch\\.ProfileFile)")
        .check(HOUSE);
  }

  /** A run hands a key over; only the owner's command uses it. */
  @Test
  void noRunAndNoFunctionHoldsAnOwnersKey() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.keyturn.run..", "dev.keyturn.apply..", "dev.keyturn.lambda..")
        .or()
        .haveFullyQualifiedName("dev.keyturn.aws.Aws")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("dev\\.keyturn\\.aws\\.owner\\.Owners(Key|Access)")
        .check(HOUSE);
  }

  @Test
  void everyPackageRefusesNull() {
    assertThat(packages()).isNotEmpty().allMatch(ArchitectureTest::nullMarked);
  }

  private static boolean nullMarked(JavaPackage room) {
    return room.isAnnotatedWith(NullMarked.class);
  }
}
