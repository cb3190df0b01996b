package dev.keyturn.demo.web;

import dev.keyturn.demo.CrashInjector;
import dev.keyturn.demo.DayRun;
import dev.keyturn.demo.DemoOrganization;
import dev.keyturn.demo.OrganizationDay;
import dev.keyturn.demo.Playground;
import dev.keyturn.event.Event;
import dev.keyturn.event.Events;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Workplace;
import dev.keyturn.sandbox.http.Listener;
import java.io.IOException;
import java.net.URI;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The demo as a page on loopback, served until it is closed. Nothing is stored. */
public final class DemoPage implements AutoCloseable {
  private final Runnable end;
  private final Listener listener;
  private final String token;

  private DemoPage(Runnable end, Listener listener, String token) {
    this.end = end;
    this.listener = listener;
    this.token = token;
  }

  /**
   * Serves the page of a playground, at day 0.
   *
   * @param port on 127.0.0.1; 0 picks a free one
   * @param place in the playground's sandbox
   * @param days the last day of the timeline
   * @throws IOException if the port is taken
   */
  public static DemoPage open(int port, Playground playground, Workplace place, int days)
      throws IOException {
    Wire wire = new Wire(playground.standIn().endpoint());
    CrashInjector crashInjector = new CrashInjector();
    AtomicReference<String> doing = new AtomicReference<>("");
    Events events = event -> doing.updateAndGet(before -> words(event, before));
    DayRun run = new DayRun(place.with(crashInjector.between(place.ports())).with(events));
    DemoTimeline timeline =
        new DemoTimeline(
            playground,
            wire,
            new DemoTimeline.Work(run, crashInjector, doing, place.runtime().executor()),
            days);
    Trouble trouble = new Trouble(timeline, wire, crashInjector);
    Visitor visitor = new Visitor(timeline, wire, playground.settings().bucket());
    Api api = new Api(playground.settings(), timeline, visitor, trouble, wire);
    return serve(port, api, place.runtime(), wire::close);
  }

  /** Makes the days of an organization. */
  public interface Days {
    /** Days that say what they do at the moment. */
    OrganizationDay telling(Consumer<String> doing);
  }

  /**
   * Serves the page of an organization, at day 0: its accounts are planned before this returns.
   *
   * @param port on 127.0.0.1; 0 picks a free one
   * @param last the last day
   * @throws IOException if the port is taken
   * @throws CannotBegin if nothing can be planned
   */
  public static DemoPage open(
      int port, DemoOrganization place, Days days, RuntimeEnvironment runtime, int last)
      throws IOException, CannotBegin {
    AtomicReference<String> doing = new AtomicReference<>("");
    OrganizationTimeline timeline =
        new OrganizationTimeline(place, days.telling(doing::set), doing, runtime.executor(), last);
    return serve(port, new OrganizationApi(timeline, place), runtime, () -> {});
  }

  private static DemoPage serve(int port, Site site, RuntimeEnvironment runtime, Runnable end)
      throws IOException {
    byte[] random = new byte[16];
    runtime.random().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    return new DemoPage(
        end, Listener.start(port, new RequestGuard(token, site), runtime.clock()), token);
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
    end.run();
  }
}
