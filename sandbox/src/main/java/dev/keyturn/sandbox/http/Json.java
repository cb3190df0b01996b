package dev.keyturn.sandbox.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as values: maps, lists, strings, numbers and booleans; a member that is null is left out.
 */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /**
   * Reads an object; a blank document is an empty object. Throws IllegalArgumentException on
   * anything else.
   */
  public static Obj object(Bytes document) {
    try (JsonParser parser = FACTORY.createParser(document.array())) {
      if (parser.nextToken() == null) {
        return new Obj(Map.of());
      }
      if (read(parser) instanceof Map<?, ?> map) {
        return new Obj(map);
      }
      throw new IllegalArgumentException("not a JSON object");
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  public static String write(Object value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /**
   * A JSON object that is asked for members by name and kind; a member of another kind is as good
   * as missing.
   */
  public record Obj(Map<?, ?> members) {
    public Optional<String> text(String name) {
      return Optional.ofNullable(members.get(name))
          .filter(String.class::isInstance)
          .map(String.class::cast);
    }

    public Optional<Double> number(String name) {
      return Optional.ofNullable(members.get(name))
          .filter(Number.class::isInstance)
          .map(n -> ((Number) n).doubleValue());
    }

    public Optional<Boolean> flag(String name) {
      return Optional.ofNullable(members.get(name))
          .filter(Boolean.class::isInstance)
          .map(Boolean.class::cast);
    }

    /** A member object; an empty one where it is missing. */
    public Obj object(String name) {
      return members.get(name) instanceof Map<?, ?> map ? new Obj(map) : new Obj(Map.of());
    }

    public List<?> list(String name) {
      return members.get(name) instanceof List<?> list ? list : List.of();
    }

    public List<Obj> objects(String name) {
      return list(name).stream()
          .filter(Map.class::isInstance)
          .map(o -> new Obj((Map<?, ?>) o))
          .toList();
    }

    public List<String> texts(String name) {
      return list(name).stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }

    /** A text, number or boolean, or a list of them, as texts. */
    public List<String> scalars(String name) {
      List<?> values = members.get(name) instanceof List<?> list ? list : scalar(name);
      return values.stream()
          .filter(value -> !(value instanceof Map || value instanceof List))
          .map(String::valueOf)
          .toList();
    }

    private List<?> scalar(String name) {
      return Optional.<Object>ofNullable(members.get(name)).map(List::of).orElseGet(List::of);
    }

    /** The members that are text, in their order. */
    public Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>();
      members.forEach(
          (name, value) -> {
            if (value instanceof String text) {
              texts.put(String.valueOf(name), text);
            }
          });
      return texts;
    }

    public boolean has(String name) {
      return members.containsKey(name);
    }
  }

  private static Object read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
          if (parser.nextToken() != JsonToken.VALUE_NULL) {
            map.put(name, read(parser));
          }
        }
        yield map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(parser));
        }
        yield list;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_STRING -> parser.getText();
      default -> throw new IOException("unexpected " + parser.currentToken());
    };
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> member : map.entrySet()) {
          json.writeFieldName(String.valueOf(member.getKey()));
          write(json, member.getValue());
        }
        json.writeEndObject();
      }
      case Iterable<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case Boolean flag -> json.writeBoolean(flag);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }
}
