package dev.keyturn.cli.demo;

/** What an owner does about mails. */
enum Habit {
  /** Makes a new key when warned, and clears the old one away. */
  ROTATES_ALONE,
  /** Waits for Keyturn, then fetches the new key within days. */
  FETCHES,
  /** Reads nothing until something breaks. */
  SLEEPS,
  /** Fetches the new key, clears the file away, and forgets about it. */
  FORGETS,
  /** Has two keys already, and gives one up after some mails. */
  HOARDS,
  /** Fetches the new key, and then turns the wrong one off. */
  MIXES_UP,
  /** Leaves the company in the middle of it. */
  LEAVES,
  /** A service that nobody remembers. */
  ABSENT
}
