package dev.keyturn.demo;

import java.util.List;

/**
 * Somebody, or something, with access keys.
 *
 * @param address empty for users that are not looked after
 * @param keyAges in days, on the first day, the oldest first
 */
public record Person(String name, String address, Habit habit, List<Integer> keyAges) {
  public Person {
    keyAges = List.copyOf(keyAges);
  }
}
