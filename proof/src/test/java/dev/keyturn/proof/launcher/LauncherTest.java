package dev.keyturn.proof.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.keyturn.demo.Playground;
import dev.keyturn.proof.launcher.Installed.Ended;
import dev.keyturn.sample.Sampled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The AOT cache, which must only make starts faster. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell's")
@Sampled(parts = 8)
class LauncherTest {
  private static final Map<String, String> AS_USUAL = Map.of();
  private static final Map<String, String> NOW = Map.of("KEYTURN_AOT", "now");
  private static final Map<String, String> OFF = Map.of("KEYTURN_AOT", "off");

  private static final int DAY_OF_FIRST_FILE = 12;

  @TempDir private static Path once;

  /** An installation with a finished cache, for tests that need one. */
  private static Installed made;

  @TempDir private Path folder;

  private Installed fresh;

  @BeforeAll
  static void make() throws IOException, InterruptedException {
    made = Installed.in(once);
    startsWell(made, NOW);
  }

  @BeforeEach
  void install() throws IOException {
    fresh = Installed.in(folder.resolve("installed"));
  }

  @Test
  void startsFromTheCacheOnceItExistsAndLeavesNoOtherFiles()
      throws IOException, InterruptedException {
    assertThat(usesCache(made, AS_USUAL)).isTrue();
    try (var files = Files.list(made.caches())) {
      assertThat(files.map(Path::toString).toList())
          .hasSize(2)
          .anyMatch(name -> name.endsWith(".aot"))
          .anyMatch(name -> name.endsWith(".aot.of"));
    }
  }

  @Test
  void fromTheSecondDayOnARunReadsFewClassesFromJars() throws IOException, InterruptedException {
    try (Playground playground = Playground.open(0, 14, Clock.systemUTC())) {
      Map<String, String> environment = new HashMap<>(playground.environment());
      assertThat(made.keyturn(environment, "apply", "--yes").status()).isZero();
      playground.passDay();
      Path log = folder.resolve("classes.log");
      environment.put("_JAVA_OPTIONS", logged(log));
      assertThat(made.keyturn(environment, "apply", "--yes").status()).isZero();

      List<String> loaded = Files.readAllLines(log);
      assertThat(loaded).filteredOn(line -> line.contains("shared objects file")).isNotEmpty();
      assertThat(loaded).filteredOn(line -> line.contains(".jar")).hasSizeLessThan(20);
    }
  }

  @Test
  void makesACacheInTheBackgroundOnceAJarHasChanged() throws IOException, InterruptedException {
    Files.createDirectories(fresh.caches());
    fresh.awaitCache(() -> startsWell(fresh, AS_USUAL));
    assertThat(usesCache(fresh, AS_USUAL)).isTrue();

    replaceKeepingSizeAndTime(fresh.jar());
    fresh.awaitCache(() -> assertThat(usesCache(fresh, AS_USUAL)).isFalse());
    assertThat(usesCache(fresh, AS_USUAL)).isTrue();
  }

  /** A different jar with the same {@code ls -l} line: a file in it has a later date. */
  private static void replaceKeepingSizeAndTime(Path jar) throws IOException {
    FileTime time = Files.getLastModifiedTime(jar);
    byte[] bytes = Files.readAllBytes(jar);
    // The first local file header: signature, version, flags, method, time (2 bytes), date.
    bytes[DAY_OF_FIRST_FILE] ^= 1;
    Files.write(jar, bytes);
    Files.setLastModifiedTime(jar, time);
  }

  @Test
  void aCacheThatOthersCouldHaveWrittenIsNotUsed() throws IOException, InterruptedException {
    for (Path file : List.of(made.caches(), made.cache(".aot"), made.cache(".aot.of"))) {
      Set<PosixFilePermission> usual = Files.getPosixFilePermissions(file);
      assertThat(usual)
          .as("of %s", file)
          .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
      for (PosixFilePermission open :
          List.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE)) {
        Set<PosixFilePermission> more = EnumSet.copyOf(usual);
        more.add(open);
        Files.setPosixFilePermissions(file, more);
        assertThat(usesCache(made, AS_USUAL)).as("%s of %s", open, file).isFalse();
        Files.setPosixFilePermissions(file, usual);
      }
    }
    assertThat(usesCache(made, AS_USUAL)).isTrue();
  }

  @Test
  void aCacheOfAnotherUserIsNotUsed() throws IOException, InterruptedException {
    Path cache = made.cache(".aot");
    UserPrincipal owner = Files.getOwner(cache);
    assumeThat(owner.getName()).as("only root gives files away").isEqualTo("root");
    Files.setOwner(
        cache,
        cache.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon"));
    try {
      assertThat(usesCache(made, AS_USUAL)).isFalse();
    } finally {
      Files.setOwner(cache, owner);
    }
  }

  @Test
  void anEmptyVariableOfAwsIsUnset() throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(OFF);
    environment.putAll(Map.of("AWS_EC2_METADATA_DISABLED", "true", "SES_REGION", "eu-central-1"));
    environment.put("AWS_PARTITIONS_FILE", "/none");
    assertThat(made.keyturn(environment, "plan").status()).isEqualTo(2);
    for (String name :
        List.of("AWS_PARTITIONS_FILE", "AWS_PROFILE", "AWS_CONFIG_FILE", "AWS_ENDPOINT_URL_STS")) {
      environment.put(name, "");
    }
    Ended ended = made.keyturn(environment, "plan");
    assertThat(ended.status()).as(ended.err()).isEqualTo(3);
    assertThat(ended.err()).contains("There are no AWS credentials");
  }

  @Test
  void filesOfTheCommandKeepTheUmaskOfTheUser() throws IOException, InterruptedException {
    Path launcher = folder.resolve("installed/keyturn");
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            "-c",
            "umask 077; exec \"$0\" mails --out \"$1\" >/dev/null",
            launcher.toString(),
            folder.resolve("mails").toString());
    builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home")));
    builder.environment().put("KEYTURN_AOT", "off");
    assertThat(builder.inheritIO().start().waitFor()).isZero();
    try (var files = Files.list(folder.resolve("mails"))) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as("of %s", file)
            .endsWith("------");
      }
    }
  }

  @Test
  void aDamagedCacheIsIgnoredSilently() throws IOException, InterruptedException {
    Path cache = made.cache(".aot");
    byte[] whole = Files.readAllBytes(cache);
    try {
      for (byte[] damaged :
          List.of(Arrays.copyOf(whole, whole.length / 2), new byte[0], new byte[whole.length])) {
        Files.write(cache, damaged);
        startsWell(made, AS_USUAL);
      }
    } finally {
      Files.write(cache, whole);
    }
  }

  @Test
  void aFailedAttemptIsRepeatedAfterADay() throws IOException, InterruptedException {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path nice = Files.writeString(programs.resolve("nice"), "#!/bin/sh\nexit 1\n");
    assertThat(nice.toFile().setExecutable(true)).isTrue();
    String path = programs + ":" + System.getenv("PATH");

    startsWell(fresh, Map.of("PATH", path));
    Path begun = fresh.cache(".aot.begun");
    Instant recently = Instant.now().minusSeconds(600);
    Files.setLastModifiedTime(begun, FileTime.from(recently));
    startsWell(fresh, Map.of("PATH", path));
    assertThat(Files.getLastModifiedTime(begun).toInstant()).isBefore(recently.plusSeconds(60));

    Files.setLastModifiedTime(begun, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    startsWell(fresh, Map.of("PATH", path));
    assertThat(Files.getLastModifiedTime(begun).toInstant()).isAfter(recently);
  }

  @Test
  void itStartsWithoutWritePermission() throws IOException, InterruptedException {
    Files.writeString(fresh.caches(), "a file where the folder should be stops even root");
    startsWell(fresh, AS_USUAL);
    startsWell(fresh, NOW);
  }

  @Test
  void whenDisabledItCreatesAndUsesNoCache() throws IOException, InterruptedException {
    startsWell(fresh, OFF);
    assertThat(fresh.caches()).doesNotExist();
    assertThat(usesCache(made, OFF)).isFalse();
  }

  @Test
  void aUsersOptionThatForbidsACacheIsRespected() throws IOException, InterruptedException {
    assertThat(made.version(Map.of("JDK_JAVA_OPTIONS", "-Xshare:auto")).status()).isZero();
  }

  private static void startsWell(Installed installed, Map<String, String> environment)
      throws IOException, InterruptedException {
    Ended ended = installed.version(environment);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).matches("keyturn \\S+ \\(commit \\S+, build \\S+\\) on Java .+\\n");
    assertThat(ended.status()).isZero();
  }

  /**
   * An option that makes the JVM log the source of each class, for {@code _JAVA_OPTIONS}: the only
   * way to give options after those of the launcher.
   */
  private static String logged(Path log) {
    return "-Xlog:class+load:file=" + log;
  }

  /** Whether the JVM's log says that our classes came from a cache. */
  private static boolean usesCache(Installed installed, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("classes", ".log");
    Map<String, String> more = new HashMap<>(environment);
    more.put("_JAVA_OPTIONS", logged(log));
    assertThat(installed.version(more).status()).isZero();
    String loaded = Files.readString(log);
    Files.delete(log);
    assertThat(loaded.contains(" dev.keyturn.cli.Keyturn source: ")).as("it was logged").isTrue();
    return loaded.contains(" dev.keyturn.cli.Keyturn source: shared objects file");
  }
}
