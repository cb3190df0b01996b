package dev.keyturn.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * CPU time beside the wall time that JMH measures, which other processes lengthen: {@code cpuNanos}
 * over {@code turns} is what one turn takes.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Cpu {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** CPU time of this thread in all turns of an iteration. */
  public long cpuNanos;

  /** How many turns there were. */
  public long turns;

  /** One turn, on this thread. */
  void of(Turn turn) {
    long before = THREADS.getCurrentThreadCpuTime();
    turn.run();
    cpuNanos += THREADS.getCurrentThreadCpuTime() - before;
    turns++;
  }

  /** What is measured. */
  interface Turn {
    void run();
  }
}
