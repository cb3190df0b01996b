package dev.keyturn.port;

/** What SES lets an account send. */
public sealed interface Allowance {
  /**
   * As the account has it.
   *
   * @param perSecond mails a second
   * @param left how many more mails within these 24 hours; {@link Long#MAX_VALUE} without a quota
   * @param anybody whether mails may go to anybody; not in the SES sandbox
   */
  record Known(double perSecond, long left, boolean anybody) implements Allowance {
    /** Of an account that may write to anybody. */
    public Known(double perSecond, long left) {
      this(perSecond, left, true);
    }

    public Known {
      if (!(perSecond > 0) || left < 0) {
        throw new IllegalArgumentException("%s mails a second, %d left".formatted(perSecond, left));
      }
    }
  }

  /** SES sends nothing for this account. */
  record Paused() implements Allowance {}

  /** It cannot be told; mails go at a usual rate. */
  record Unknown(String why) implements Allowance {}
}
