package dev.keyturn.demo;

/** How an owner reacts to mails. */
public enum Habit {
  ROTATES_ALONE("makes a new key when warned, and deletes the old one"),
  FETCHES("waits for Keyturn, then fetches the new key within days"),
  SLEEPS("reads nothing until something breaks"),
  FORGETS("fetches the new key, deletes the file, and forgets about it"),
  HOARDS("has two keys already, and gives one up after some mails"),
  MIXES_UP("fetches the new key, and then turns the wrong one off"),
  LEAKS("pushes a key to a public repository, and gets another from the administrator"),
  ASKS("asks for another key ahead of schedule"),
  LEAVES("leaves the company in the middle of it"),
  ABSENT("a forgotten service");

  private final String words;

  Habit(String words) {
    this.words = words;
  }

  /** What such an owner does, as a phrase after the name. */
  public String words() {
    return words;
  }
}
