package dev.keyturn.proof.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of the launcher and its jars outside of a checkout. */
final class Installed {
  private static final long MINUTES = 10;

  private final Path folder;

  private Installed(Path folder) {
    this.folder = folder;
  }

  /** A process that has ended. */
  record Ended(int status, String out, String err) {}

  static Installed in(Path folder) throws IOException {
    Path root = root();
    Path built = root.resolve("demo/target");
    Path target = Files.createDirectories(folder.resolve("demo/target"));
    Path lib = Files.createDirectories(target.resolve("lib"));
    for (String file : List.of("keyturn", "jvm.options")) {
      Files.copy(root.resolve(file), folder.resolve(file));
    }
    if (!folder.resolve("keyturn").toFile().setExecutable(true)) {
      throw new IOException("the copy of the launcher cannot be made executable");
    }
    List<Path> ours = list(built).filter(file -> file.toString().endsWith(".jar")).toList();
    if (ours.isEmpty()) {
      throw new IllegalStateException(
          built + " holds no jar: run mvn verify, or mvn package first");
    }
    for (Path jar : ours) {
      Files.copy(jar, target.resolve(jar.getFileName()));
    }
    for (Path jar : list(built.resolve("lib")).toList()) {
      Files.copy(jar, lib.resolve(jar.getFileName()));
    }
    return new Installed(folder);
  }

  private static Path root() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve("ARCHITECTURE.md")))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().stream();
    }
  }

  /** Our own jar. */
  Path jar() throws IOException {
    return list(folder.resolve("demo/target"))
        .filter(file -> file.toString().endsWith(".jar"))
        .findFirst()
        .orElseThrow();
  }

  /** Where the launcher keeps caches. */
  Path caches() {
    return folder.resolve("demo/target/aot");
  }

  /** The cache's file with this ending: {@code .aot}, {@code .aot.of} or {@code .aot.begun}. */
  Path cache(String ending) throws IOException {
    return list(caches())
        .filter(file -> file.toString().endsWith(ending))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no file *" + ending + " in " + caches()));
  }

  /** Runs {@code keyturn --version} to its end. */
  Ended version(Map<String, String> more) throws IOException, InterruptedException {
    return keyturn(more, "--version");
  }

  /** Runs {@code keyturn} to its end. */
  Ended keyturn(Map<String, String> more, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("launcher", ".out");
    Path err = Files.createTempFile("launcher", ".err");
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.putAll(more);
    List<String> command = new ArrayList<>(List.of(folder.resolve("keyturn").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher did not end");
    }
    Ended ended =
        new Ended(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    Files.delete(out);
    Files.delete(err);
    return ended;
  }

  /** Runs an action, then waits until the background creation of a cache is finished. */
  void awaitCache(Starting starting) throws IOException, InterruptedException {
    try (WatchService watch = caches().getFileSystem().newWatchService()) {
      caches().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      starting.start();
      while (true) {
        WatchKey key = watch.poll(MINUTES, TimeUnit.MINUTES);
        if (key == null) {
          throw new AssertionError("no cache was made");
        }
        if (key.pollEvents().stream()
            .anyMatch(event -> String.valueOf(event.context()).endsWith(".aot.of"))) {
          return;
        }
        key.reset();
      }
    }
  }

  /** The action that starts the creation. */
  interface Starting {
    void start() throws IOException, InterruptedException;
  }
}
