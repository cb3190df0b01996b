package dev.keyturn.demo;

import java.util.List;

/**
 * A person or a service with access keys.
 *
 * @param address empty for unmanaged users
 * @param keyAges in days, on the first day, the oldest first
 */
public record Person(String name, String address, Habit habit, List<Integer> keyAges) {
  public Person {
    keyAges = List.copyOf(keyAges);
  }
}
