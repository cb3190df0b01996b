package dev.keyturn.sandbox;

import dev.keyturn.sandbox.account.AccessKey.Status;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.mail.Mailroom;
import dev.keyturn.sandbox.objects.Listing;
import dev.keyturn.sandbox.trouble.Lag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the control interface does with one account. */
final class AccountControl {
  private final Account account;
  private final InstantSource clock;

  private AccountControl(Account account, InstantSource clock) {
    this.account = account;
    this.clock = clock;
  }

  static Map<String, Control.Action> of(Account account, InstantSource clock) {
    return new AccountControl(account, clock).actions();
  }

  private Map<String, Control.Action> actions() {
    Map<String, Control.Action> actions = new HashMap<>();
    actions.put(
        "DELETE /mails",
        _ -> Control.done(() -> account.mailrooms().values().forEach(Mailroom::clear)));
    actions.put("DELETE /objects", _ -> Control.done(() -> account.buckets().empty()));
    actions.put("GET /mails", this::mails);
    actions.put("POST /lag", this::lag);
    actions.put("DELETE /report", _ -> Control.done(() -> account.reports().forget()));
    actions.put(
        "POST /report",
        body -> Control.done(() -> account.reports().takes(seconds(body, "seconds"))));
    actions.put(
        "GET /users",
        _ -> Map.of("users", account.users().truth().stream().map(ControlShapes::user).toList()));
    actions.put("POST /users", this::importUsers);
    actions.put("DELETE /users", _ -> Control.done(account::dismiss));
    actions.put("POST /keys", this::key);
    actions.put("GET /events", _ -> Map.of("events", events()));
    actions.put("GET /objects", _ -> Map.of("objects", objects()));
    actions.put("POST /object", this::object);
    actions.put("POST /identities", this::verify);
    actions.put("POST /ses", this::standing);
    return actions;
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
          Control.done(
              () ->
                  account
                      .keys()
                      .update(
                          user,
                          ControlShapes.need(body, "id"),
                          what.equals("activate") ? Status.ACTIVE : Status.INACTIVE));
      case "delete" ->
          Control.done(() -> account.keys().delete(user, ControlShapes.need(body, "id")));
      default -> throw notToDo(what, "create, activate, deactivate or delete");
    };
  }

  private List<Object> events() {
    return account.works().values().stream()
        .flatMap(works -> works.events().stream())
        .<Object>map(ControlShapes::event)
        .toList();
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
      case "delete" -> Control.done(() -> account.buckets().delete(bucket, key));
      default -> throw notToDo(what, "read or delete");
    };
  }

  private static IllegalArgumentException notToDo(String what, String known) {
    return new IllegalArgumentException("not to be done: " + what + "; known are " + known);
  }

  private Object lag(Json.Obj body) {
    return Control.done(() -> account.lag(new Lag(seconds(body, "least"), seconds(body, "most"))));
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
    return Control.done(() -> room.verify(ControlShapes.need(body, "identity")));
  }

  private Object standing(Json.Obj body) {
    Mailroom room = account.mailroom(ControlShapes.need(body, "region"));
    body.text("enforcement").ifPresent(room::enforcement);
    Mailroom.Standing was = room.standing();
    return Control.done(
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
}
