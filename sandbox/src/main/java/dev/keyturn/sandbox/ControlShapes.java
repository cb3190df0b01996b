package dev.keyturn.sandbox;

import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.automation.Event;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.mail.Accepted;
import dev.keyturn.sandbox.objects.StoredObject;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The control interface's JSON, for requests and answers. */
final class ControlShapes {
  private ControlShapes() {}

  static String need(Json.Obj body, String member) {
    return body.text(member).orElseThrow(() -> new IllegalArgumentException("missing: " + member));
  }

  static Map<String, Object> event(Event event) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("bus", event.bus());
    shape.put("source", event.source());
    shape.put("detailType", event.detailType());
    shape.put("detail", event.detail());
    return shape;
  }

  static Fault fault(Json.Obj body) {
    return new Fault(
        body.text("service").orElse("*"),
        body.text("action").orElse("*"),
        body.text("user").orElse("*"),
        effect(need(body, "effect")),
        body.number("from").map(Double::intValue).orElse(1),
        body.number("every").map(Double::intValue).orElse(1),
        body.number("times").map(Double::intValue).orElse(1),
        Duration.ofMillis(body.number("delayMillis").map(Double::longValue).orElse(0L)));
  }

  private static Fault.Effect effect(String name) {
    return Arrays.stream(Fault.Effect.values())
        .filter(effect -> effect.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "not an effect: "
                        + name
                        + "; one of "
                        + Arrays.toString(Fault.Effect.values())));
  }

  static Map<String, Object> fault(Fault fault) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("service", fault.service());
    shape.put("action", fault.action());
    shape.put("user", fault.user());
    shape.put("effect", fault.effect());
    shape.put("from", fault.from());
    shape.put("every", fault.every());
    shape.put("times", fault.times());
    shape.put("delayMillis", fault.delay().toMillis());
    return shape;
  }

  static Map<String, Object> call(CallLog.Entry call) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("time", call.time());
    shape.put("service", call.service());
    shape.put("action", call.action());
    shape.put("account", call.account());
    shape.put("keyId", call.keyId());
    shape.put("parameters", call.parameters());
    shape.put("status", call.status());
    shape.put("error", call.error());
    return shape;
  }

  static Map<String, Object> count(CallLog.Count count) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("service", count.service());
    shape.put("action", count.action());
    shape.put("calls", count.calls());
    shape.put("errors", count.errors());
    shape.put("first", count.first());
    shape.put("last", count.last());
    return shape;
  }

  static Map<String, Object> mail(String region, Accepted accepted) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("messageId", accepted.messageId());
    shape.put("time", accepted.at());
    shape.put("region", region);
    shape.put("from", accepted.mail().from());
    shape.put("to", accepted.mail().to());
    shape.put("cc", accepted.mail().cc());
    shape.put("bcc", accepted.mail().bcc());
    shape.put("replyTo", accepted.mail().replyTo());
    shape.put("subject", accepted.mail().subject());
    shape.put("text", accepted.mail().text());
    shape.put("html", accepted.mail().html());
    shape.put("headers", accepted.mail().headers());
    shape.put("undelivered", accepted.undelivered());
    return shape;
  }

  static Map<String, Object> user(User user) {
    return user(user, false);
  }

  static Map<String, Object> userWithSecrets(User user) {
    return user(user, true);
  }

  private static Map<String, Object> user(User user, boolean secrets) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("name", user.name());
    shape.put("path", user.path());
    shape.put("created", user.created());
    Map<String, Object> tags = new LinkedHashMap<>();
    user.tags().all().forEach(tag -> tags.put(tag.key(), tag.value()));
    shape.put("tags", tags);
    shape.put("groups", user.groups());
    shape.put("keys", user.keys().stream().map(key -> key(key, secrets)).toList());
    return shape;
  }

  static Map<String, Object> keyWithSecret(AccessKey key) {
    return key(key, true);
  }

  /** An object without its content. */
  static Map<String, Object> object(String bucket, StoredObject object) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("bucket", bucket);
    shape.put("key", object.key());
    shape.put("size", object.content().length());
    shape.put("modified", object.modified());
    return shape;
  }

  private static Map<String, Object> key(AccessKey key, boolean secret) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("id", key.id());
    shape.put("status", key.status().word());
    shape.put("created", key.created());
    if (secret) {
      shape.put("secret", key.secret().reveal());
    }
    if (key.lastUse() instanceof LastUse.At(Instant time, String region, String service)) {
      shape.put("lastUsed", Map.of("time", time, "region", region, "service", service));
    }
    return shape;
  }

  /**
   * A user to import; missing values are those of CreateUser and CreateAccessKey at {@code now}.
   */
  static NewUser newUser(Json.Obj user, Instant now) {
    List<Tag> tags =
        user.object("tags").texts().entrySet().stream()
            .map(tag -> new Tag(tag.getKey(), tag.getValue()))
            .toList();
    List<NewUser.NewKey> keys = user.objects("keys").stream().map(key -> newKey(key, now)).toList();
    // A key is not older than its user.
    Instant first =
        keys.stream().map(NewUser.NewKey::created).min(Comparator.naturalOrder()).orElse(now);
    Instant created = user.text("created").map(Instant::parse).orElse(first);
    return new NewUser(
        need(user, "name"),
        user.text("path").orElse("/"),
        created,
        tags,
        user.texts("groups"),
        keys);
  }

  private static NewUser.NewKey newKey(Json.Obj key, Instant now) {
    Json.Obj use = key.object("lastUsed");
    LastUse lastUse =
        use.text("time")
            .<LastUse>map(
                time ->
                    new LastUse.At(
                        Instant.parse(time),
                        use.text("region").orElse("us-east-1"),
                        use.text("service").orElse("s3")))
            .orElse(new LastUse.Never());
    Duration age = Duration.ofDays(key.number("ageDays").map(Double::longValue).orElse(0L));
    return new NewUser.NewKey(
        key.text("created").map(Instant::parse).orElse(now.minus(age)),
        AccessKey.Status.of(key.text("status").orElse("Active")),
        lastUse);
  }
}
