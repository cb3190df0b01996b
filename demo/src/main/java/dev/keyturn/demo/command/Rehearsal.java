package dev.keyturn.demo.command;

import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Keyturn;
import dev.keyturn.demo.Playground;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes the AOT cache (JEP 483, 514) for later starts by the launcher: a JVM runs {@link Runs} on a
 * sandbox, records the loaded classes, and stores them in a file. The launcher starts this in the
 * background. It needs no network and prints nothing.
 */
public final class Rehearsal {
  /** The time limit; a slow and busy machine takes a minute. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Enough users for every step of an ordinary day. */
  private static final int USERS = 60;

  private final List<String> java;
  private final Path folder;

  private Rehearsal(String options, Path folder) {
    this.java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            options,
            "-cp",
            System.getProperty("java.class.path"));
    this.folder = folder;
  }

  /**
   * Ends with status 0 if there is a cache.
   *
   * @param args the cache to make; the file that describes its sources; the final name of this
   *     file, once the cache exists; the JVM options, as {@code @FILE}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path cache = Path.of(args[0]);
    Path folder = Files.createTempDirectory(cache.toAbsolutePath().getParent(), "making");
    boolean sound;
    try {
      Rehearsal rehearsal = new Rehearsal(args[3], folder);
      Path made = folder.resolve("cache");
      sound = rehearsal.records(made) && rehearsal.starts(made);
      if (sound) {
        // In this order: a cache is used only once the file that describes its sources exists.
        Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
        Files.move(Path.of(args[1]), Path.of(args[2]), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      empty(folder);
    }
    System.exit(sound ? ExitStatus.DONE : ExitStatus.CANNOT_BEGIN);
  }

  /** Records {@link Runs} in a separate process, like those of a user. */
  private boolean records(Path made) throws IOException, InterruptedException {
    try (Playground playground = Playground.open(0, USERS, Clock.systemUTC())) {
      Map<String, String> environment = new HashMap<>(playground.environment());
      // Does not read this machine's files; but usually such files exist, so it has its own.
      String profile = Files.writeString(folder.resolve("profile"), "[default]\n").toString();
      environment.put("AWS_CONFIG_FILE", profile);
      environment.put("AWS_SHARED_CREDENTIALS_FILE", profile);
      return done(environment, recording(made), Runs.class) && Files.exists(made);
    }
  }

  /**
   * What is recorded. The first run finds nothing stored; the last one finds what the second one
   * stored, as every later run does. Each class that a later start needs and that is missing here
   * costs it time.
   */
  static final class Runs {
    private Runs() {}

    /** Ends the process with the status of the first run that fails. */
    public static void main(String[] args) {
      Keyturn.main(new String[] {"plan", "--output", "json"});
      Keyturn.main(new String[] {"apply", "--yes"});
      Keyturn.main(new String[] {"apply", "--yes", "--output", "json"});
    }
  }

  /**
   * Without profiles (JEP 515): with them the JVM compiles hot methods at once, which costs a short
   * process more than it gains. A JVM without this option ignores it.
   */
  private static List<String> recording(Path made) {
    return List.of(
        "-XX:AOTCacheOutput=" + made,
        "-XX:+IgnoreUnrecognizedVMOptions",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:-AOTRecordTraining");
  }

  /** Whether a JVM accepts the cache; only with an option does it report a rejection. */
  private boolean starts(Path made) throws IOException, InterruptedException {
    return done(
        Map.of(), List.of("-XX:AOTMode=on", "-XX:AOTCache=" + made), Keyturn.class, "--version");
  }

  private boolean done(
      Map<String, String> environment, List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java);
    command.addAll(options);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      return process.exitValue() == ExitStatus.DONE;
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    return false;
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
