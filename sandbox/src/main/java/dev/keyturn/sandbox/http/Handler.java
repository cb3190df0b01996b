package dev.keyturn.sandbox.http;

import java.util.Optional;

/** Answers requests, from many threads at once. */
public interface Handler {
  /** The reply, or nothing to drop the connection without one. */
  Optional<Reply> handle(Request request);
}
