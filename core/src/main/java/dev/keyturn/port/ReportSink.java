package dev.keyturn.port;

import java.util.function.Consumer;

/** Takes what a credential report tells: each user once, and the root user where it has a line. */
@FunctionalInterface
public interface ReportSink extends Consumer<ReportedUser> {

  /** Takes what the report says of the root user; most readers ignore it. */
  default void root(ReportedRoot root) {}
}
