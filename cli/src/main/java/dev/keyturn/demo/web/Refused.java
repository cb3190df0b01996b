package dev.keyturn.demo.web;

/** What the page asked for cannot be done; the message tells a visitor why. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refused(String why) {
    super(why, null, false, false);
  }
}
