package dev.keyturn.cli;

import dev.keyturn.port.Deadline;
import java.lang.reflect.Proxy;

/**
 * Ctrl-C during a run. The first one lets the run finish the users in progress and begin no others,
 * or ends the following of a run elsewhere; the second one ends the process at once.
 */
public final class Interrupt implements Deadline {
  private final Terminal terminal;
  private final String first;
  private final String second;
  private volatile boolean pressed;

  private Interrupt(Terminal terminal, String first, String second) {
    this.terminal = terminal;
    this.first = first;
    this.second = second;
  }

  /** Ctrl-C during a run of this process. */
  public static Interrupt ofRun(Terminal terminal) {
    return new Interrupt(
        terminal,
        "interrupted; users in progress are finished, and no other is begun. Ctrl-C again ends at"
            + " once.",
        "ended at once; the next run finishes what was begun.");
  }

  /** Ctrl-C while this process follows a run elsewhere. */
  public static Interrupt ofFollowing(Terminal terminal) {
    return new Interrupt(
        terminal,
        "interrupted; the run continues on AWS. Ctrl-C again ends at once.",
        "ended at once; the run continues on AWS.");
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
  public synchronized void press() {
    if (pressed) {
      say(second);
      // Skips shutdown hooks, which could wait.
      Runtime.getRuntime().halt(ExitStatus.INTERRUPTED);
    }
    pressed = true;
    say(first);
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
