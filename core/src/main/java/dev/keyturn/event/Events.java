package dev.keyturn.event;

/** A listener for the events of a run. Called from several threads. */
@FunctionalInterface
public interface Events {
  void on(Event event);
}
