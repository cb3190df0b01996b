package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.http.Request;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A request understood: the action by its API name, and its parameters, without bodies, for actions
 * and log alike.
 */
public record Call(String action, Map<String, String> parameters, Request request) {
  public Call {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** The IAM user that the call is about, or nothing. */
  public String user() {
    return parameter("UserName");
  }

  /** The words of the parameters: names, addresses, and the parts of keys between slashes. */
  public Set<String> words() {
    return parameters.values().stream()
        .flatMap(value -> Arrays.stream(value.split("[/,\\s]+", -1)))
        .collect(Collectors.toSet());
  }
}
