package dev.keyturn.proof.lambda;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One execution environment: the artefact as Lambda unpacks it, started by AWS's runtime interface
 * client on the Java that runs the tests.
 */
final class Function implements AutoCloseable {
  private static final String HANDLER = "dev.keyturn.lambda.RotationHandler::handleRequest";

  /** All clients unpack their native part to the same path, so simultaneous starts collide. */
  private static final int ATTEMPTS = 5;

  private static final Duration LONG = Duration.ofMinutes(15);

  private final RuntimeApi api;
  private final Process process;
  private final Path output;

  private Function(RuntimeApi api, Process process, Path output) {
    this.api = api;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts one.
   *
   * @param task where the artefact is unpacked
   * @param environment the complete environment
   */
  static Function start(Path task, Map<String, String> environment)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Function function = attempt(task, environment);
      if (function.api.ready() || attempt == ATTEMPTS) {
        return function;
      }
      function.close();
    }
  }

  private static Function attempt(Path task, Map<String, String> environment) throws IOException {
    RuntimeApi api = new RuntimeApi();
    // A file, not a pipe: output before an answer is available with the answer.
    Path output = Files.createTempFile("function", ".log");
    output.toFile().deleteOnExit();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Artefact.jvmOptions());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            runtime(),
            AWSLambda.class.getName(),
            HANDLER));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(task.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("_HANDLER", HANDLER);
    builder.environment().put("LAMBDA_TASK_ROOT", task.toString());
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
    builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "keyturn-test");
    Process process = builder.start();
    Function function = new Function(api, process, output);
    Thread.ofVirtual().start(() -> function.watch());
    return function;
  }

  /** The runtime's own jars; it finds the function's jars in lib/. */
  private static String runtime() {
    return Stream.of(classPath().split(File.pathSeparator))
        .filter(
            entry ->
                Path.of(entry)
                    .getFileName()
                    .toString()
                    .matches("(aws-lambda-java-|utils-lite-|annotations-).*\\.jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void watch() {
    try {
      process.waitFor();
      api.died(printed());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Surefire puts the class path into its own jar. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  RuntimeApi.Outcome invoke(String event) throws InterruptedException {
    return invoke(event, LONG);
  }

  RuntimeApi.Outcome invoke(String event, Duration time) throws InterruptedException {
    return api.invoke(event, time);
  }

  /** All output. */
  List<String> printed() {
    try {
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The log lines of one kind of event. */
  List<Json.Obj> log(String event) {
    return printed().stream()
        .filter(line -> line.startsWith("{"))
        .map(line -> Json.object(Bytes.of(line)))
        .filter(line -> line.text("event").orElse("").equals(event))
        .toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    api.close();
  }
}
