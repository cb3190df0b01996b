package dev.keyturn.event;

/** Whoever watches a run. Called from several threads. */
@FunctionalInterface
public interface Events {
  void on(Event event);
}
