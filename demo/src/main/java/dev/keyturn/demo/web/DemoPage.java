package dev.keyturn.demo.web;

import dev.keyturn.demo.CrashInjector;
import dev.keyturn.demo.Playground;
import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Run;
import dev.keyturn.sandbox.http.Listener;
import java.io.IOException;
import java.net.URI;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;

/** The demo as a page on loopback, served until it is closed. Nothing is stored. */
public final class DemoPage implements AutoCloseable {
  private final Wire wire;
  private final Listener listener;
  private final String token;

  private DemoPage(Wire wire, Listener listener, String token) {
    this.wire = wire;
    this.listener = listener;
    this.token = token;
  }

  /** Makes runs. */
  public interface Runs {
    /** A run on these ports that reports to these events. */
    Run on(Ports ports, Events events);
  }

  /**
   * Serves the page of a playground, at day 0.
   *
   * @param port on 127.0.0.1; 0 picks a free one
   * @param ports to the playground's sandbox
   * @param days the last day of the timeline
   * @throws IOException if the port is taken
   */
  public static DemoPage open(
      int port, Playground playground, Ports ports, Runs runs, RuntimeEnvironment runtime, int days)
      throws IOException {
    Wire wire = new Wire(playground.standIn().endpoint());
    CrashInjector crashInjector = new CrashInjector();
    Ports between = crashInjector.between(ports);
    AtomicReference<String> doing = new AtomicReference<>("");
    Events events = event -> doing.updateAndGet(before -> words(event, before));
    DemoTimeline stage =
        new DemoTimeline(
            playground,
            wire,
            () -> runs.on(between, events),
            crashInjector,
            doing,
            runtime.executor(),
            days);
    Trouble trouble = new Trouble(stage, wire, crashInjector);
    Visitor visitor = new Visitor(stage, wire, playground.settings().bucket());
    byte[] random = new byte[16];
    runtime.random().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    Api api = new Api(playground.settings(), stage, visitor, trouble, wire);
    return new DemoPage(
        wire, Listener.start(port, new RequestGuard(token, api), runtime.clock()), token);
  }

  private static String words(Event event, String before) {
    return event instanceof Event.Progress progress
        ? switch (progress.phase()) {
          case LISTING, READING ->
              "reading user %s of %s".formatted(progress.done(), progress.total());
          case ACTING -> "working on user %s of %s".formatted(progress.done(), progress.total());
        }
        : before;
  }

  /** The page's address. Everyone who knows it may use the page. */
  public URI address() {
    return URI.create("http://127.0.0.1:%s/%s/".formatted(listener.port(), token));
  }

  @Override
  public void close() {
    listener.close();
    wire.close();
  }
}
