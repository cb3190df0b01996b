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
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The page's requests and answers, as JSON. Only {@code POST file} and {@code POST act} with fetch
 * return a secret.
 */
final class Api {
  private interface Action {
    Object answer(String rest, Json.Obj body);
  }

  private final Settings settings;
  private final DemoTimeline stage;
  private final Visitor visitor;
  private final Trouble trouble;
  private final Wire wire;
  private final Map<String, Action> actions = new TreeMap<>();

  Api(Settings settings, DemoTimeline stage, Visitor visitor, Trouble trouble, Wire wire) {
    this.settings = settings;
    this.stage = stage;
    this.visitor = visitor;
    this.trouble = trouble;
    this.wire = wire;
    actions.put("GET pulse", (_, _) -> pulse());
    actions.put("GET state", (_, _) -> state());
    actions.put("GET calls", (day, _) -> calls(number(day, "day")));
    actions.put("GET mails", (n, _) -> mail(number(n, "mail")));
    actions.put("POST live", (_, body) -> live(body));
    actions.put(
        "POST pause",
        (_, _) -> {
          stage.pause();
          return pulse();
        });
    actions.put("POST act", (_, body) -> act(body));
    actions.put("POST file", (_, body) -> Map.of("text", visitor.show(need(body, "key"))));
    actions.put("POST break", (_, body) -> breakIt(body));
    actions.put("POST mend", (_, _) -> mend());
    actions.put("POST cut", (_, body) -> cut(body));
  }

  /**
   * Answers a request; a refusal is a JSON object whose {@code error} says what to do.
   *
   * @param path the path after {@code api/}
   */
  Reply answer(Request request, String path) {
    String name = path.replaceAll("/.*", "");
    String rest = path.contains("/") ? path.substring(path.indexOf('/') + 1) : "";
    Action action = actions.get(request.method() + " " + name);
    if (action == null) {
      return error(404, "Known here: " + String.join(", ", actions.keySet()) + ".");
    }
    try {
      return json(200, action.answer(rest, Json.object(request.body())));
    } catch (Refused | IllegalArgumentException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Object> pulse() {
    DemoTimeline.Pulse pulse = stage.pulse();
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
    shape.putAll(stage.look((past, _, _) -> past.shape()));
    return shape;
  }

  private Object calls(int day) {
    return stage.look((past, _, _) -> past.calls(day));
  }

  /** A mail without its HTML, which the page loads into a frame. */
  private Object mail(int number) {
    Map<String, Object> shape = new LinkedHashMap<>();
    mailed(number).members().forEach((name, value) -> shape.put(String.valueOf(name), value));
    shape.remove("html");
    return shape;
  }

  /** The HTML of a mail; empty if there is no such mail. */
  Optional<String> html(String number) {
    try {
      return mailed(number(number, "mail")).text("html");
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
    stage.liveUntil(
        body.number("day")
            .filter(day -> day == Math.rint(day) && Math.abs(day) < 1_000_000)
            .orElseThrow(() -> new Refused("Say until which day, as in {\"day\": 31}."))
            .intValue());
    return pulse();
  }

  private Object act(Json.Obj body) {
    String text = visitor.act(need(body, "user"), need(body, "do"), body.text("key").orElse(""));
    return text.isEmpty() ? Map.of("done", true) : Map.of("done", true, "text", text);
  }

  private Object breakIt(Json.Obj body) {
    trouble.breakIt(Breakage.of(need(body, "what")));
    return pulse();
  }

  private Object mend() {
    trouble.mend();
    return pulse();
  }

  private Object cut(Json.Obj body) {
    String where = need(body, "where");
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

  private static String need(Json.Obj body, String member) {
    return body.text(member)
        .orElseThrow(() -> new Refused("The request lacks \"%s\".".formatted(member)));
  }

  private static int number(String text, String what) {
    if (!text.matches("\\d{1,6}")) {
      throw new Refused("'%s' is not the number of a %s.".formatted(text, what));
    }
    return Integer.parseInt(text);
  }

  private static Reply json(int status, Object shape) {
    return Reply.of(status, "application/json", Json.write(shape));
  }

  static Reply error(int status, String words) {
    return json(status, Map.of("error", words));
  }
}
