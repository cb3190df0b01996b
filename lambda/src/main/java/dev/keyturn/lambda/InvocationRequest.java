package dev.keyturn.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The request of an invocation: {@code {"mode": "plan", "users": ["alice"]}}, both optional. A
 * schedule's event, or no event, applies to all users; so does one of AWS Health, whose exposed
 * keys are noted.
 *
 * @param exposed the keys in an event of AWS Health
 */
record InvocationRequest(Mode mode, Scope scope, Set<KeyId> exposed) {
  /**
   * The members of an event of EventBridge that do not matter (EventBridge user guide, "Events").
   */
  private static final String USAGE = "Send {} to apply, or {\"mode\": \"plan\"} to plan.";

  private static final Set<String> OF_A_SCHEDULE =
      Set.of("version", "id", "detail-type", "account", "time", "region", "resources");

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Reads an event. It refuses unknown members, so that a typing error such as {@code "user"} does
   * not apply to all users.
   *
   * @throws NotBegun if a member or a user name is invalid
   */
  static InvocationRequest read(InputStream event) throws IOException {
    try (JsonParser json = JSON.createParser(event)) {
      JsonToken first = json.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return new InvocationRequest(Mode.APPLY, new Scope.Everyone(), Set.of());
      }
      if (first != JsonToken.START_OBJECT) {
        throw new NotBegun("The event is not a JSON object. " + USAGE);
      }
      InvocationRequest order = members(json);
      if (json.nextToken() != null) {
        throw new NotBegun("The event has text after its end. " + USAGE);
      }
      return order;
    } catch (JsonProcessingException e) {
      throw new NotBegun("The event is invalid JSON: " + e.getOriginalMessage() + ". " + USAGE);
    }
  }

  private static InvocationRequest members(JsonParser json) throws IOException {
    Mode mode = Mode.APPLY;
    Scope scope = new Scope.Everyone();
    HealthEvent health = new HealthEvent();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "mode" -> mode = mode(json);
        case "users" -> scope = users(json);
        case "source" -> health.source(json);
        case "detail" -> health.detail(json);
        default -> {
          if (!OF_A_SCHEDULE.contains(name)) {
            throw new NotBegun(
                "The event has an unknown member '" + name + "'; mode and users are allowed.");
          }
          json.skipChildren();
        }
      }
    }
    return new InvocationRequest(mode, scope, health.exposed());
  }

  private static Mode mode(JsonParser json) throws IOException {
    String word = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
    return switch (word) {
      case "plan" -> Mode.PLAN;
      case "apply" -> Mode.APPLY;
      default ->
          throw new NotBegun("The mode is \"plan\" or \"apply\", not '" + json.getText() + "'.");
    };
  }

  private static Scope users(JsonParser json) throws IOException {
    Set<UserName> users = new LinkedHashSet<>();
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() == JsonToken.VALUE_STRING) {
        users.add(user(json.getText()));
      }
    }
    if (json.currentToken() != JsonToken.END_ARRAY || users.isEmpty()) {
      throw new NotBegun("The users must be a list of at least one name, such as [\"alice\"].");
    }
    return new Scope.Only(users);
  }

  private static UserName user(String name) {
    try {
      return new UserName(name);
    } catch (IllegalArgumentException e) {
      throw new NotBegun(String.valueOf(e.getMessage()));
    }
  }
}
