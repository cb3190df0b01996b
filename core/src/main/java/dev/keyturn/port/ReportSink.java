package dev.keyturn.port;

import java.util.function.Consumer;

/** Takes what a credential report tells: each user once, and the root user where it has a line. */
@FunctionalInterface
public interface ReportSink extends Consumer<ReportedUser> {

  /** Takes what is told of the root user; most readers have no use for it. */
  default void root(ReportedRoot root) {}
}
