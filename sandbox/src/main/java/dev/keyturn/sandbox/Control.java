package dev.keyturn.sandbox;

import dev.keyturn.sandbox.account.AccessKey.Status;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Handler;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import dev.keyturn.sandbox.mail.Mailroom;
import dev.keyturn.sandbox.objects.Listing;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Faults;
import dev.keyturn.sandbox.trouble.Lag;
import dev.keyturn.sandbox.trouble.RateLimits;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The control interface under {@code /_sandbox/}, for people and tests: JSON, unsigned. README.md
 * shows each call.
 */
final class Control implements Handler {
  private interface Action {
    Object answer(Json.Obj body);
  }

  private static final String PATH = "/_sandbox";

  private final Account account;
  private final TurnableClock clock;
  private final Faults faults;
  private final RateLimits limits;
  private final Map<String, Action> actions = new HashMap<>();

  Control(Account account, TurnableClock clock, Faults faults, RateLimits limits, CallLog calls) {
    this.account = account;
    this.clock = clock;
    this.faults = faults;
    this.limits = limits;
    actions.put("GET /clock", _ -> now());
    actions.put("POST /clock", this::turn);
    actions.put(
        "GET /faults",
        _ -> Map.of("faults", faults.pending().stream().map(ControlShapes::fault).toList()));
    actions.put("POST /faults", this::order);
    actions.put("DELETE /faults", _ -> done(faults::clear));
    actions.put(
        "GET /calls",
        _ -> Map.of("calls", calls.entries().stream().map(ControlShapes::call).toList()));
    actions.put("DELETE /calls", _ -> done(calls::clear));
    actions.put(
        "GET /counts",
        _ -> Map.of("counts", calls.counts().stream().map(ControlShapes::count).toList()));
    actions.put(
        "DELETE /mails", _ -> done(() -> account.mailrooms().values().forEach(Mailroom::clear)));
    actions.put("DELETE /objects", _ -> done(() -> account.buckets().empty()));
    actions.put("GET /mails", this::mails);
    actions.put("POST /limits", this::limit);
    actions.put("DELETE /limits", _ -> done(limits::clear));
    actions.put("POST /lag", this::lag);
    actions.put("DELETE /report", _ -> done(() -> account.reports().forget()));
    actions.put(
        "POST /report", body -> done(() -> account.reports().takes(seconds(body, "seconds"))));
    actions.put(
        "GET /users",
        _ -> Map.of("users", account.users().truth().stream().map(ControlShapes::user).toList()));
    actions.put("POST /users", this::importUsers);
    actions.put("DELETE /users", _ -> done(account::dismiss));
    actions.put("POST /keys", this::key);
    actions.put("GET /objects", _ -> Map.of("objects", objects()));
    actions.put("POST /object", this::object);
    actions.put("POST /identities", this::verify);
    actions.put("POST /ses", this::standing);
  }

  static boolean concerns(Request request) {
    return request.path().startsWith(PATH + "/");
  }

  @Override
  public Optional<Reply> handle(Request request) {
    Action action = actions.get(request.method() + " " + request.path().substring(PATH.length()));
    if (action == null) {
      return Optional.of(error(404, "Known here: " + actions.keySet().stream().sorted().toList()));
    }
    try {
      return Optional.of(
          Reply.of(
              200, "application/json", Json.write(action.answer(Json.object(request.body())))));
    } catch (AwsRefusal | IllegalArgumentException | DateTimeParseException e) {
      return Optional.of(error(400, String.valueOf(e.getMessage())));
    }
  }

  private Map<String, Object> now() {
    return Map.of("now", clock.instant());
  }

  private Object turn(Json.Obj body) {
    body.number("days")
        .ifPresent(days -> clock.advance(Duration.ofSeconds(Math.round(days * 86_400))));
    body.text("by").map(Duration::parse).ifPresent(clock::advance);
    body.text("to").map(Instant::parse).ifPresent(clock::turnTo);
    return now();
  }

  private Object order(Json.Obj body) {
    return done(() -> faults.order(ControlShapes.fault(body)));
  }

  private Object mails(Json.Obj body) {
    List<Object> mails =
        account.mailrooms().entrySet().stream()
            .<Object>flatMap(
                room ->
                    room.getValue().accepted().stream()
                        .skip(body.number("after").map(Double::longValue).orElse(0L))
                        .map(mail -> ControlShapes.mail(room.getKey(), mail)))
            .toList();
    return Map.of("mails", mails);
  }

  /** An action of a user in the console. */
  private Object key(Json.Obj body) {
    String user = ControlShapes.need(body, "user");
    String what = ControlShapes.need(body, "do");
    return switch (what) {
      case "create" -> ControlShapes.keyWithSecret(account.keys().create(user));
      case "activate", "deactivate" ->
          done(
              () ->
                  account
                      .keys()
                      .update(
                          user,
                          ControlShapes.need(body, "id"),
                          what.equals("activate") ? Status.ACTIVE : Status.INACTIVE));
      case "delete" -> done(() -> account.keys().delete(user, ControlShapes.need(body, "id")));
      default -> throw notToDo(what, "create, activate, deactivate or delete");
    };
  }

  private List<Object> objects() {
    return account.buckets().list().stream()
        .<Object>flatMap(
            bucket ->
                account
                    .buckets()
                    .list(bucket.name(), new Listing.Query("", "", "", Integer.MAX_VALUE))
                    .objects()
                    .stream()
                    .map(object -> ControlShapes.object(bucket.name(), object)))
        .toList();
  }

  private Object object(Json.Obj body) {
    String bucket = ControlShapes.need(body, "bucket");
    String key = ControlShapes.need(body, "key");
    String what = ControlShapes.need(body, "do");
    return switch (what) {
      case "read" -> Map.of("text", account.buckets().get(bucket, key).content().text());
      case "delete" -> done(() -> account.buckets().delete(bucket, key));
      default -> throw notToDo(what, "read or delete");
    };
  }

  private static IllegalArgumentException notToDo(String what, String known) {
    return new IllegalArgumentException("not to be done: " + what + "; known are " + known);
  }

  private Object limit(Json.Obj body) {
    double perSecond = body.number("perSecond").orElse(0.0);
    RateLimits.Limit limit =
        new RateLimits.Limit(perSecond, body.number("burst").orElse(Math.max(1, perSecond)));
    return done(() -> limits.set(ControlShapes.need(body, "service"), limit));
  }

  private Object lag(Json.Obj body) {
    return done(() -> account.lag(new Lag(seconds(body, "least"), seconds(body, "most"))));
  }

  private Object importUsers(Json.Obj body) {
    Instant now = clock.instant();
    return Map.of(
        "users",
        body.objects("users").stream()
            .map(user -> account.users().importUser(ControlShapes.newUser(user, now)))
            .map(ControlShapes::userWithSecrets)
            .toList());
  }

  private Object verify(Json.Obj body) {
    Mailroom room = account.mailroom(ControlShapes.need(body, "region"));
    return done(() -> room.verify(ControlShapes.need(body, "identity")));
  }

  private Object standing(Json.Obj body) {
    Mailroom room = account.mailroom(ControlShapes.need(body, "region"));
    body.text("enforcement").ifPresent(room::enforcement);
    Mailroom.Standing was = room.standing();
    return done(
        () ->
            room.standing(
                new Mailroom.Standing(
                    body.flag("productionAccess").orElse(was.productionAccess()),
                    body.flag("sending").orElse(was.sending()),
                    body.number("perDay").map(Double::intValue).orElse(was.perDay()),
                    body.number("perSecond").map(Double::intValue).orElse(was.perSecond()))));
  }

  private static Duration seconds(Json.Obj body, String name) {
    return Duration.ofMillis(Math.round(body.number(name).orElse(0.0) * 1000));
  }

  private static Map<String, Object> done(Runnable effect) {
    effect.run();
    return Map.of("done", true);
  }

  private static Reply error(int status, String words) {
    return Reply.of(status, "application/json", Json.write(Map.of("error", words)));
  }
}
