package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import java.util.Map;
import java.util.Set;

/** What AWS's JSON protocols have in common. */
final class JsonReplies {
  private JsonReplies() {}

  /** The action of JSON 1.1, whose header names it after a prefix; others are unknown. */
  static String action(Request request, String prefix, Set<String> actions) {
    String target = request.header("x-amz-target").orElse("");
    String action = target.startsWith(prefix) ? target.substring(prefix.length()) : "";
    if (!actions.contains(action)) {
      throw unknown();
    }
    return action;
  }

  static Json.Obj body(Request request) {
    try {
      return Json.object(request.body());
    } catch (IllegalArgumentException e) {
      throw new AwsRefusal(400, "SerializationException", "The request body is not JSON.");
    }
  }

  static Reply of(int status, Object answer) {
    return Reply.of(status, "application/json", Json.write(answer));
  }

  static Reply refusal(AwsRefusal refusal) {
    return of(refusal.status(), Map.of("__type", refusal.code(), "message", refusal.words()))
        .with("x-amzn-ErrorType", refusal.code());
  }

  static AwsRefusal unknown() {
    return new AwsRefusal(404, "UnknownOperationException", "Unknown operation");
  }
}
