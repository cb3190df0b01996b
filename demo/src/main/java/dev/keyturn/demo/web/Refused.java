package dev.keyturn.demo.web;

/** A request of the page was refused; the message tells the visitor why. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refused(String why) {
    super(why, null, false, false);
  }
}
