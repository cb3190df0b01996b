package dev.keyturn.sandbox.trouble;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The injected faults. Of several that match the same call, the first one applies, and all of them
 * count it.
 */
public final class Faults {
  private static final class InjectedFault {
    final Fault fault;
    int seen;
    int struck;

    InjectedFault(Fault fault) {
      this.fault = fault;
    }

    boolean strikes() {
      seen++;
      boolean due =
          seen >= fault.from()
              && (seen - fault.from()) % fault.every() == 0
              && struck < fault.times();
      struck += due ? 1 : 0;
      return due;
    }
  }

  private final List<InjectedFault> faults = new ArrayList<>();

  public synchronized void order(Fault fault) {
    faults.add(new InjectedFault(fault));
  }

  public synchronized void clear() {
    faults.clear();
  }

  /** The faults that are not used up. */
  public synchronized List<Fault> pending() {
    return faults.stream()
        .filter(injected -> injected.struck < injected.fault.times())
        .map(injected -> injected.fault)
        .toList();
  }

  /** Counts a call, by the words of its parameters, and returns the fault that applies. */
  public synchronized Optional<Fault> strike(String service, String action, Set<String> words) {
    Optional<Fault> first = Optional.empty();
    for (InjectedFault injected : faults) {
      if (injected.fault.concerns(service, action, words)
          && injected.strikes()
          && first.isEmpty()) {
        first = Optional.of(injected.fault);
      }
    }
    return first;
  }
}
