package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.http.Request;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

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
}
