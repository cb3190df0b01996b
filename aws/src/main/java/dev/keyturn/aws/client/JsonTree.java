package dev.keyturn.aws.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as maps, lists, strings, numbers and booleans; a null member counts as missing. */
public final class JsonTree {
  private JsonTree() {}

  /**
   * Reads an object.
   *
   * @throws IllegalStateException if the text is not an object
   */
  public static Map<?, ?> object(String json) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      if (parser.currentToken() == JsonToken.START_OBJECT
          && read(parser) instanceof Map<?, ?> map) {
        return map;
      }
    } catch (IOException e) {
      throw new IllegalStateException("not JSON: " + e.getMessage(), e);
    }
    throw new IllegalStateException("not a JSON object");
  }

  public static String write(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new IllegalStateException("cannot be written: " + e.getMessage(), e);
    }
    return text.toString();
  }

  /** A list; a single value counts as a list of one, as in policies. */
  public static List<?> several(Map<?, ?> from, String name) {
    Object value = from.get(name);
    return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
  }

  /** The objects in such a list. */
  public static List<Map<?, ?>> objects(Map<?, ?> from, String name) {
    List<Map<?, ?>> objects = new ArrayList<>();
    for (Object value : several(from, name)) {
      if (value instanceof Map<?, ?> map) {
        objects.add(map);
      }
    }
    return objects;
  }

  /** A string member; empty if it is missing. */
  public static String text(Map<?, ?> from, String name) {
    return from.get(name) instanceof String text ? text : "";
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
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_STRING -> parser.getText();
      case null, default -> throw new IOException("it ends too early, or is empty");
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
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case Boolean flag -> json.writeBoolean(flag);
      case BigDecimal number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }
}
