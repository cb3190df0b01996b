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
 * Makes the AOT cache (JEP 483, 514) that the launcher starts later commands with: a JVM runs
 * {@code apply} on a sandbox as any user would, notes which classes that took, and lays them out in
 * a file. The launcher starts this in the background. No network is needed, and nothing is printed.
 */
public final class Rehearsal {
  /** A slow machine that is busy with other things takes a minute. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Enough for every step of an ordinary day to happen. */
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
   * @param args the cache to make; the file that says of what it is being made; the name that this
   *     file is to bear once the cache is there; the JVM options, as {@code @FILE}
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
        // In this order: a cache is used only once there is a file that says of what it was made.
        Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
        Files.move(Path.of(args[1]), Path.of(args[2]), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      empty(folder);
    }
    System.exit(sound ? ExitStatus.DONE : ExitStatus.CANNOT_BEGIN);
  }

  /**
   * A run under the JVM's eyes, in a process of its own, as that of a user. It is the second day's:
   * it finds what the first left, as every later run does.
   */
  private boolean records(Path made) throws IOException, InterruptedException {
    try (Playground playground = Playground.open(0, USERS, Clock.systemUTC())) {
      Map<String, String> environment = new HashMap<>(playground.environment());
      // Files of this machine are not for a rehearsal, but that there are some is the usual case.
      String profile = Files.writeString(folder.resolve("profile"), "[default]\n").toString();
      environment.put("AWS_CONFIG_FILE", profile);
      environment.put("AWS_SHARED_CREDENTIALS_FILE", profile);
      boolean first = done(environment, List.of(), "apply", "--yes");
      playground.passDay();
      return first && done(environment, recording(made), "apply", "--yes") && Files.exists(made);
    }
  }

  /**
   * Without profiles (JEP 515): by them the JVM compiles at once what the rehearsal found hot,
   * which costs a short process more than it gains. A JVM that does not know the option passes over
   * it.
   */
  private static List<String> recording(Path made) {
    return List.of(
        "-XX:AOTCacheOutput=" + made,
        "-XX:+IgnoreUnrecognizedVMOptions",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:-AOTRecordTraining");
  }

  /** Whether a JVM takes it; it says nothing where it does not, unless told to insist. */
  private boolean starts(Path made) throws IOException, InterruptedException {
    return done(Map.of(), List.of("-XX:AOTMode=on", "-XX:AOTCache=" + made), "--version");
  }

  private boolean done(Map<String, String> environment, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java);
    command.addAll(options);
    command.add(Keyturn.class.getName());
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
