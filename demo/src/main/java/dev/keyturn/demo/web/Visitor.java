package dev.keyturn.demo.web;

import dev.keyturn.demo.Story;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.HandOver;
import dev.keyturn.sandbox.http.Json;
import java.util.List;
import java.util.Map;

/** The actions of a visitor who plays an owner. */
final class Visitor {
  private final DemoTimeline timeline;
  private final Wire wire;
  private final String bucket;

  Visitor(DemoTimeline timeline, Wire wire, String bucket) {
    this.timeline = timeline;
    this.wire = wire;
    this.bucket = bucket;
  }

  /**
   * Performs an action as a user, whom the visitor plays from now on. Returns the fetched file, or
   * an empty text.
   *
   * @param what make, delete, on, off or fetch
   * @param key the key, for delete, on and off
   */
  String act(String user, String what, String key) {
    return timeline.act(
        (history, owners, today) -> {
          history.user(user);
          String file = "";
          switch (what) {
            case "make" -> {
              String made =
                  wire.post("keys", Map.of("user", user, "do", "create")).text("id").orElseThrow();
              owners.use(user, made);
              history.tell(
                  today, "you", user, "you make a new key, %s, and use it".formatted(shown(made)));
            }
            case "on" -> change(history, today, user, key, "activate", "you switch on");
            case "off" -> change(history, today, user, key, "deactivate", "you switch off");
            case "delete" -> change(history, today, user, key, "delete", "you delete");
            case "fetch" -> {
              String newest = newest(user);
              file = read(HandOver.objectKey(new UserName(user), new KeyId(newest)), user);
              owners.use(user, newest);
              history.tell(
                  today,
                  "you",
                  user,
                  "you fetch the file of the new key, %s, and use the key from now on"
                      .formatted(shown(newest)));
            }
            default ->
                throw new Refused(
                    "'%s' is not an action of an owner; known are make, delete, on, off, fetch."
                        .formatted(what));
          }
          history.user(user).isYours();
          owners.leaveToOthers(user);
          history.see(today, "you", wire);
          return file;
        });
  }

  /** The content of a file in the bucket. */
  String show(String key) {
    return wire.post("object", Map.of("bucket", bucket, "key", key, "do", "read"))
        .text("text")
        .orElse("");
  }

  private String read(String key, String user) {
    try {
      return show(key);
    } catch (Refused e) {
      throw new Refused(
          "There is no file for %s's newest key in the bucket. Keyturn stores one when it replaces a key."
              .formatted(user));
    }
  }

  private void change(
      DemoHistory history, int today, String user, String key, String what, String words) {
    if (key.isEmpty()) {
      throw new Refused("Say which key.");
    }
    wire.post("keys", Map.of("user", user, "do", what, "id", key));
    history.tell(today, "you", user, words + " the key " + shown(key));
  }

  private String newest(String user) {
    List<Json.Obj> keys =
        wire.get("users").objects("users").stream()
            .filter(found -> found.text("name").filter(user::equals).isPresent())
            .findFirst()
            .map(found -> found.objects("keys"))
            .orElse(List.of());
    if (keys.isEmpty()) {
      throw new Refused("%s has no key any more.".formatted(user));
    }
    return keys.getLast().text("id").orElseThrow();
  }

  private static String shown(String key) {
    return Story.shortened(key);
  }
}
