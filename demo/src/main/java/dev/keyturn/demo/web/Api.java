package dev.keyturn.demo.web;

import dev.keyturn.demo.CrashInjector.Point;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import dev.keyturn.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The company's page. Only {@code POST file} and {@code POST act} with fetch return a secret. */
final class Api implements Site {
  /** Mails have inline styles; everything else is forbidden. */
  private static final String MAIL_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'self'; sandbox allow-popups";

  private final Settings settings;
  private final DemoTimeline timeline;
  private final Visitor visitor;
  private final Trouble trouble;
  private final Wire wire;
  private final Actions actions;

  Api(Settings settings, DemoTimeline timeline, Visitor visitor, Trouble trouble, Wire wire) {
    this.settings = settings;
    this.timeline = timeline;
    this.visitor = visitor;
    this.trouble = trouble;
    this.wire = wire;
    this.actions =
        new Actions()
            .with("GET pulse", (_, _) -> pulse())
            .with("GET state", (_, _) -> state())
            .with("GET calls", (day, _) -> calls(Actions.number(day, "day")))
            .with("GET mails", (n, _) -> mail(Actions.number(n, "mail")))
            .with("POST live", (_, body) -> live(body))
            .with(
                "POST pause",
                (_, _) -> {
                  timeline.pause();
                  return pulse();
                })
            .with("POST act", (_, body) -> act(body))
            .with("POST file", (_, body) -> Map.of("text", visitor.show(Actions.need(body, "key"))))
            .with("POST break", (_, body) -> breakIt(body))
            .with("POST mend", (_, _) -> mend())
            .with("POST cut", (_, body) -> cut(body));
  }

  @Override
  public String index() {
    return "index.html";
  }

  @Override
  public Reply answer(Request request, String path) {
    return actions.answer(request, path);
  }

  /** The HTML of a mail, such as {@code mail/3}. */
  @Override
  public Optional<Reply> document(String path) {
    return path.matches("mail/\\d{1,6}")
        ? html(path.substring("mail/".length()))
            .map(
                html ->
                    Reply.of(200, RequestGuard.HTML, html)
                        .with("Content-Security-Policy", MAIL_POLICY))
        : Optional.empty();
  }

  private Map<String, Object> pulse() {
    DemoTimeline.Pulse pulse = timeline.pulse();
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("version", pulse.version());
    shape.put("day", pulse.day());
    shape.put("days", pulse.days());
    shape.put("target", pulse.target());
    shape.put("busy", pulse.busy());
    shape.put("doing", pulse.doing());
    shape.putAll(trouble.shape());
    return shape;
  }

  private Map<String, Object> state() {
    Map<String, Object> shape = pulse();
    shape.put(
        "settings",
        Map.of(
            "warningDays", settings.policy().warningDays(),
            "overdueDays", settings.policy().overdueDays(),
            "deactivateDays", settings.policy().deactivateDays(),
            "deletionDays", settings.policy().deletionDays(),
            "bucket", settings.bucket(),
            "dateTag", settings.dateTag(),
            "oldKeyTag", settings.oldKeyTag(),
            "addressTag", settings.addressTag()));
    shape.putAll(Trouble.choices());
    shape.putAll(timeline.look((history, _, _) -> history.shape()));
    return shape;
  }

  private Object calls(int day) {
    return timeline.look((history, _, _) -> history.calls(day));
  }

  /** A mail without its HTML, which the page loads into a frame. */
  private Object mail(int number) {
    Map<String, Object> shape = new LinkedHashMap<>();
    mailed(number).members().forEach((name, value) -> shape.put(String.valueOf(name), value));
    shape.remove("html");
    return shape;
  }

  private Optional<String> html(String number) {
    try {
      return mailed(Actions.number(number, "mail")).text("html");
    } catch (Refused e) {
      return Optional.empty();
    }
  }

  private Json.Obj mailed(int number) {
    List<Json.Obj> mails =
        number < 0 ? List.of() : wire.get("mails", Map.of("after", number)).objects("mails");
    if (mails.isEmpty()) {
      throw new Refused("There is no mail %s.".formatted(number));
    }
    return mails.getFirst();
  }

  private Object live(Json.Obj body) {
    timeline.liveUntil(
        body.number("day")
            .filter(day -> day == Math.rint(day) && Math.abs(day) < 1_000_000)
            .orElseThrow(() -> new Refused("Say until which day, as in {\"day\": 31}."))
            .intValue());
    return pulse();
  }

  private Object act(Json.Obj body) {
    String text =
        visitor.act(
            Actions.need(body, "user"), Actions.need(body, "do"), body.text("key").orElse(""));
    return text.isEmpty() ? Map.of("done", true) : Map.of("done", true, "text", text);
  }

  private Object breakIt(Json.Obj body) {
    trouble.breakIt(Breakage.of(Actions.need(body, "what")));
    return pulse();
  }

  private Object mend() {
    trouble.mend();
    return pulse();
  }

  private Object cut(Json.Obj body) {
    String where = Actions.need(body, "where");
    if (where.isEmpty()) {
      trouble.spare();
    } else {
      trouble.cut(point(where));
    }
    return pulse();
  }

  private static Point point(String id) {
    return Stream.of(Point.values())
        .filter(point -> point.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    "'%s' is not a point at which a run can be interrupted; known are %s."
                        .formatted(id, Stream.of(Point.values()).map(Point::id).toList())));
  }
}
