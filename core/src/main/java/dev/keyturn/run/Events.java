package dev.keyturn.run;

/** Whoever watches a run. Called from several threads. */
@FunctionalInterface
public interface Events {
  void on(Event event);
}
