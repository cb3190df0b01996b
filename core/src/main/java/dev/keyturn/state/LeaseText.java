package dev.keyturn.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the lease's object says: who holds the lease, or held it last, and until when.
 *
 * @param holder names the run and whose credentials it uses
 * @param state whether the holder is at work, as far as it has said
 * @param until by AWS's clock: when a lease that is held ends by itself, or when it was given back
 */
public record LeaseText(String holder, State state, Instant until) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Whether somebody is at work. */
  public enum State {
    HELD,
    GIVEN_BACK
  }

  /** Whether nobody has to wait for it, also because {@linkplain Lease#LONGEST no run wrote it}. */
  public boolean isOver(Instant now) {
    return state == State.GIVEN_BACK
        || !until.isAfter(now)
        || until.isAfter(now.plus(Lease.LONGEST));
  }

  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("holder", holder);
      json.writeStringField("state", state.name());
      json.writeStringField("until", until.toString());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Reads the object; empty if it says nothing of the kind. */
  public static Optional<LeaseText> read(String text) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        if (!json.nextToken().isScalarValue()) {
          return Optional.empty();
        }
        fields.put(name, json.getText());
      }
      return Optional.of(
          new LeaseText(
              fields.getOrDefault("holder", "somebody"),
              State.valueOf(fields.getOrDefault("state", "")),
              Instant.parse(fields.getOrDefault("until", ""))));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
