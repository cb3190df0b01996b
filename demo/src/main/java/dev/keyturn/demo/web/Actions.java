package dev.keyturn.demo.web;

import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import java.util.Map;
import java.util.TreeMap;

/** What a page's script may ask for, by method and first part of the path, such as GET state. */
final class Actions {
  /** Answers with what becomes JSON. */
  interface Action {
    /**
     * The answer.
     *
     * @param rest the path after its first part
     */
    Object answer(String rest, Json.Obj body);
  }

  private final Map<String, Action> actions = new TreeMap<>();

  Actions with(String name, Action action) {
    actions.put(name, action);
    return this;
  }

  /** The answer to a request; a path that is not known and a refusal are errors. */
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

  static String need(Json.Obj body, String member) {
    return body.text(member)
        .orElseThrow(() -> new Refused("The request lacks \"%s\".".formatted(member)));
  }

  static int number(String text, String what) {
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
