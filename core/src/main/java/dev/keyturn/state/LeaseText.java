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
 * The content of the lease's object: the present or last holder, and the end.
 *
 * @param holder the run and the identity of its credentials
 * @param state whether the holder is active, according to its last write
 * @param until by AWS's clock: when a lease that is held ends by itself, or when it was given back
 */
public record LeaseText(String holder, State state, Instant until) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Whether a run is active. */
  public enum State {
    HELD,
    GIVEN_BACK
  }

  /** Whether no run has to wait for it, also because {@linkplain Lease#LONGEST no run wrote it}. */
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

  /** Reads the object; empty if it is not a lease. */
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
              fields.getOrDefault("holder", "unknown"),
              State.valueOf(fields.getOrDefault("state", "")),
              Instant.parse(fields.getOrDefault("until", ""))));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
