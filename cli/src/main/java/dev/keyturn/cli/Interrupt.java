package dev.keyturn.cli;

import dev.keyturn.port.Deadline;
import java.lang.reflect.Proxy;

/**
 * Ctrl-C during a run. The first one lets the run finish the users in progress and begin no others;
 * the second one ends the process at once.
 */
public final class Interrupt implements Deadline {
  private final Terminal terminal;
  private volatile boolean pressed;

  public Interrupt(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Handles Ctrl-C for the rest of the process. The JDK has no other way than this class, which
   * javac does not compile against without a warning; in a Java without it, Ctrl-C ends the process
   * at once.
   */
  public void listen() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, _) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      press();
                      yield "";
                    }
                    case "equals" -> false;
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "Ctrl-C";
                  });
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      signal.getMethod("handle", signal, handler).invoke(null, interrupt, ours);
    } catch (ReflectiveOperationException _) {
      // Without the class, Ctrl-C ends the process at once.
    }
  }

  /** Handles one press of Ctrl-C. */
  private synchronized void press() {
    if (pressed) {
      say("ended at once; the next run finishes what was begun.");
      // Skips shutdown hooks, which could wait.
      Runtime.getRuntime().halt(ExitStatus.INTERRUPTED);
    }
    pressed = true;
    say(
        "interrupted; users in progress are finished, and no other is begun. Ctrl-C again ends at"
            + " once.");
  }

  private void say(String what) {
    terminal.err().println("keyturn: " + what);
    terminal.err().flush();
  }

  @Override
  public boolean near() {
    return pressed;
  }

  @Override
  public String why() {
    return "the run was interrupted";
  }
}
