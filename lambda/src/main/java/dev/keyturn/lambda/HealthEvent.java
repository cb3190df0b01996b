package dev.keyturn.lambda;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keyturn.facts.KeyId;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What an event of AWS Health says of exposed keys (AWS Health user guide, "Reference: AWS Health
 * events Amazon EventBridge schema"). Members that it does not need, or that have another form, are
 * skipped.
 */
final class HealthEvent {
  static final String SOURCE = "aws.health";

  private static final Set<String> CODES =
      Set.of(
          "AWS_RISK_CREDENTIALS_EXPOSED",
          "AWS_RISK_CREDENTIALS_EXPOSURE_SUSPECTED",
          "AWS_RISK_CREDENTIALS_COMPROMISED",
          "AWS_RISK_CREDENTIALS_COMPROMISE_SUSPECTED",
          "AWS_RISK_IAM_QUARANTINE");

  private String source = "";
  private String service = "";
  private String code = "";
  private final Set<KeyId> keys = new LinkedHashSet<>();

  void source(JsonParser json) throws IOException {
    source = text(json);
  }

  void detail(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "service" -> service = text(json);
        case "eventTypeCode" -> code = text(json);
        case "affectedEntities" -> entities(json);
        default -> json.skipChildren();
      }
    }
  }

  private void entities(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        entity(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void entity(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      String value = text(json);
      // An entity may also be a user: AWS's policy then shows it.
      if (name.equals("entityValue") && value.startsWith("AKIA") && KeyId.isLegal(value)) {
        keys.add(new KeyId(value));
      }
    }
  }

  private static String text(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  /** The keys that are exposed or compromised; none if the event is about anything else. */
  Set<KeyId> exposed() {
    return source.equals(SOURCE) && service.equals("RISK") && CODES.contains(code)
        ? Set.copyOf(keys)
        : Set.of();
  }
}
