package dev.keyturn.aws.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Reads a policy document to find out whether it allows public access. */
public final class PolicyDocument {
  private PolicyDocument() {}

  /**
   * Whether a statement allows something to the principal {@code *} without a condition; true if
   * the document is unreadable.
   */
  public static boolean allowsEverybody(String json) {
    return any(json, PolicyDocument::open);
  }

  /** Whether any statement allows something; true if the document is unreadable. */
  public static boolean allows(String json) {
    return any(json, parser -> effect(parser).contains("Allow"));
  }

  /** Reads one statement completely. */
  private interface Test {
    boolean of(JsonParser parser) throws IOException;
  }

  private static boolean any(String json, Test test) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME
            && parser.currentName().equals("Statement")
            && anyStatement(parser, test)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** One statement, or an array of them. */
  private static boolean anyStatement(JsonParser parser, Test test) throws IOException {
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      return test.of(parser);
    }
    boolean any = false;
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      any |= test.of(parser);
    }
    return any;
  }

  private static Set<String> effect(JsonParser parser) throws IOException {
    Set<String> effect = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean names = parser.currentName().equals("Effect");
      Set<String> values = texts(parser);
      effect.addAll(names ? values : Set.of());
    }
    return effect;
  }

  private static boolean open(JsonParser parser) throws IOException {
    boolean allows = false;
    boolean everybody = false;
    boolean conditioned = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      Set<String> values = texts(parser);
      switch (field) {
        case "Effect" -> allows = values.contains("Allow");
        case "Principal" -> everybody = values.contains("*");
        case "Condition" -> conditioned = true;
        default -> {}
      }
    }
    return allows && everybody && !conditioned;
  }

  /** All strings within the next value, at any depth. */
  private static Set<String> texts(JsonParser parser) throws IOException {
    Set<String> texts = new HashSet<>();
    int depth = 0;
    do {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new IOException("the document ends too early");
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_STRING) {
        texts.add(parser.getText());
      }
    } while (depth > 0);
    return texts;
  }
}
