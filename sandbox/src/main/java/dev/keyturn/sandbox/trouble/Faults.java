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
  private static final class Order {
    final Fault fault;
    int seen;
    int struck;

    Order(Fault fault) {
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

  private final List<Order> orders = new ArrayList<>();

  public synchronized void order(Fault fault) {
    orders.add(new Order(fault));
  }

  public synchronized void clear() {
    orders.clear();
  }

  /** The faults that are not used up. */
  public synchronized List<Fault> pending() {
    return orders.stream()
        .filter(order -> order.struck < order.fault.times())
        .map(order -> order.fault)
        .toList();
  }

  /** Counts a call, by the words of its parameters, and returns the fault that applies. */
  public synchronized Optional<Fault> strike(String service, String action, Set<String> words) {
    Optional<Fault> first = Optional.empty();
    for (Order order : orders) {
      if (order.fault.concerns(service, action, words) && order.strikes() && first.isEmpty()) {
        first = Optional.of(order.fault);
      }
    }
    return first;
  }
}
