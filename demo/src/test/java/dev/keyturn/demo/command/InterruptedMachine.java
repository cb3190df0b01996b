package dev.keyturn.demo.command;

import dev.keyturn.cli.Machine;
import java.time.InstantSource;

/** This machine, with a person who presses Ctrl-C after doing something. */
record InterruptedMachine(Runnable before) implements Machine {
  private static final Machine REAL = new Machine.Real();

  @Override
  public Lent lend() {
    return REAL.lend();
  }

  @Override
  public InstantSource clock() {
    return REAL.clock();
  }

  @Override
  public void awaitInterrupt() {
    before.run();
  }
}
