package dev.keyturn.proof.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The part of the Lambda Runtime API that a runtime interface client needs (Lambda developer guide,
 * "Using the Lambda runtime API for custom runtimes").
 */
final class RuntimeApi implements AutoCloseable {
  private static final String PREFIX = "/2018-06-01/runtime/";
  private static final long PATIENCE_SECONDS = 600;

  /** How an invocation ended. */
  record Outcome(boolean failed, String body) {}

  private record Invocation(String id, String event, Instant deadline) {}

  private final HttpServer server;
  private final BlockingQueue<Invocation> invocations = new LinkedBlockingQueue<>();
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private int number;

  RuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(PREFIX, this::handle);
    server.start();
  }

  /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Invokes the function and waits for the result. */
  Outcome invoke(String event, Duration time) throws InterruptedException {
    invocations.add(new Invocation("request-" + ++number, event, Instant.now().plus(time)));
    Outcome outcome = outcomes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (outcome == null) {
      throw new AssertionError("no answer to " + event);
    }
    return outcome;
  }

  /** Whether the client asked for its first invocation before it ended. */
  boolean ready() throws InterruptedException {
    return asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && outcomes.isEmpty();
  }

  /** Ends a pending invocation, because the process has ended. */
  void died(List<String> printed) {
    outcomes.add(new Outcome(true, "the process has ended: " + String.join("\n", printed)));
    asked.countDown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(PREFIX.length());
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (path.equals("invocation/next")) {
        asked.countDown();
        next(exchange);
        return;
      }
      outcomes.add(new Outcome(!path.endsWith("/response"), body));
      exchange.sendResponseHeaders(202, -1);
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    try {
      Invocation invocation = invocations.take();
      // The client's native part crashes on an answer without a type.
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", invocation.id());
      exchange
          .getResponseHeaders()
          .add("Lambda-Runtime-Deadline-Ms", String.valueOf(invocation.deadline().toEpochMilli()));
      exchange
          .getResponseHeaders()
          .add(
              "Lambda-Runtime-Invoked-Function-Arn",
              "arn:aws:lambda:eu-west-1:123456789012:function:keyturn-test");
      byte[] event = invocation.event().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, event.length == 0 ? -1 : event.length);
      exchange.getResponseBody().write(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
