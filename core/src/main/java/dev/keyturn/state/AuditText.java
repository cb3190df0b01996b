package dev.keyturn.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keyturn.event.AuditLine;
import dev.keyturn.event.AuditLine.Result;
import dev.keyturn.event.Effect;
import dev.keyturn.facts.UserName;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A line of the audit trail as one JSON object on one line. */
public final class AuditText {
  private static final JsonFactory JSON = new JsonFactory();

  private AuditText() {}

  /** The line, without a line end. */
  public static String of(AuditLine line) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("time", line.time().toString());
      json.writeStringField("installation", line.installation());
      json.writeStringField("run", line.run());
      json.writeStringField("actor", line.actor());
      json.writeStringField("user", line.user().value());
      json.writeStringField("effect", line.effect().word());
      json.writeStringField("key", line.key());
      json.writeStringField("object", line.object());
      json.writeStringField("reason", line.reason());
      json.writeStringField("result", word(line.result()));
      if (line.result() instanceof Result.Failed failed) {
        json.writeStringField("error", failed.error());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** {@code begun}, {@code done}, {@code found} or {@code failed}. */
  public static String word(Result result) {
    return switch (result) {
      case Result.Begun _ -> "begun";
      case Result.Done _ -> "done";
      case Result.Found _ -> "found";
      case Result.Failed _ -> "failed";
    };
  }

  /** Reads a line; empty if Keyturn did not write it. */
  public static Optional<AuditLine> read(String text) {
    try {
      return Optional.of(line(fields(text)));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> fields(String text) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no object");
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        if (json.nextToken() != JsonToken.VALUE_STRING) {
          throw new IllegalArgumentException(name + " is no text");
        }
        fields.put(name, json.getText());
      }
    }
    return fields;
  }

  private static AuditLine line(Map<String, String> fields) {
    return new AuditLine(
        Instant.parse(fields.getOrDefault("time", "")),
        fields.getOrDefault("installation", ""),
        fields.getOrDefault("run", ""),
        fields.getOrDefault("actor", ""),
        new UserName(fields.getOrDefault("user", "")),
        effect(fields.getOrDefault("effect", "")),
        fields.getOrDefault("key", ""),
        fields.getOrDefault("object", ""),
        fields.getOrDefault("reason", ""),
        result(fields.getOrDefault("result", ""), fields.getOrDefault("error", "")));
  }

  private static Effect effect(String word) {
    return Arrays.stream(Effect.values())
        .filter(effect -> effect.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no effect: " + word));
  }

  private static Result result(String word, String error) {
    return switch (word) {
      case "begun" -> new Result.Begun();
      case "done" -> new Result.Done();
      case "found" -> new Result.Found();
      case "failed" -> new Result.Failed(error);
      default -> throw new IllegalArgumentException("no result: " + word);
    };
  }
}
