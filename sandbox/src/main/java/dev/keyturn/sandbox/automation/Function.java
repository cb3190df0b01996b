package dev.keyturn.sandbox.automation;

import java.util.Map;

/** A Lambda function; {@code variables} are those of its environment. */
public record Function(String name, String arn, String role, Map<String, String> variables) {
  public Function {
    variables = Map.copyOf(variables);
  }
}
