package dev.keyturn.sandbox.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** A reply; the listener adds Date, length and connection. */
public record Reply(int status, Map<String, String> headers, Bytes body) {
  public static Reply empty(int status) {
    return new Reply(status, Map.of(), Bytes.EMPTY);
  }

  public static Reply of(int status, String type, String body) {
    return new Reply(status, Map.of("Content-Type", type), Bytes.of(body));
  }

  public Reply with(String header, String value) {
    return withAll(Map.of(header, value));
  }

  public Reply withAll(Map<String, String> further) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.putAll(further);
    return new Reply(status, more, body);
  }
}
