package dev.keyturn.sandbox.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request read whole. {@code path} is raw, as signed; header names are lower case; {@code query}
 * keeps the order and is decoded.
 */
public record Request(
    String method,
    String path,
    List<Parameter> query,
    Map<String, List<String>> headers,
    Bytes body) {

  /** A decoded query or form parameter; one without {@code =} has the empty value. */
  public record Parameter(String name, String value) {}

  /** A header's value, its lines joined by commas as RFC 9110 allows. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> String.join(",", values));
  }

  public Optional<String> query(String name) {
    return query.stream().filter(p -> p.name().equals(name)).map(Parameter::value).findFirst();
  }

  public String text() {
    return body.text();
  }

  public Request withBody(Bytes decoded) {
    return new Request(method, path, query, headers, decoded);
  }
}
