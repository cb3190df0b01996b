package dev.keyturn.cli;

import dev.keyturn.port.Deadline;
import java.lang.reflect.Proxy;

/**
 * Ctrl-C while a run acts. The first lets the run finish the users in progress and begin no other
 * one; the second ends the process at once.
 */
public final class Interrupt implements Deadline {
  private final Terminal terminal;
  private volatile boolean pressed;

  public Interrupt(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Takes over Ctrl-C for the rest of the process. The JDK has no other way than this class, which
   * javac does not compile against without a warning; where a Java lacks it, Ctrl-C ends the
   * process at once, as without this.
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
      // Ctrl-C ends the process at once.
    }
  }

  /** Ctrl-C was pressed. */
  private synchronized void press() {
    if (pressed) {
      say("ended at once; the next run finishes what was begun.");
      // Without shutdown hooks: it must not wait for anything.
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
