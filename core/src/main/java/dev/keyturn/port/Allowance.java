package dev.keyturn.port;

/** SES's sending limits of an account. */
public sealed interface Allowance {
  /**
   * Sending is enabled.
   *
   * @param perSecond mails per second
   * @param left the number of mails left in the present 24 hours; {@link Long#MAX_VALUE} without a
   *     quota
   * @param anyRecipient whether mails may go to any address; false in the SES sandbox
   */
  record Known(double perSecond, long left, boolean anyRecipient) implements Allowance {
    /** An account that may send to any address. */
    public Known(double perSecond, long left) {
      this(perSecond, left, true);
    }

    public Known {
      if (!(perSecond > 0) || left < 0) {
        throw new IllegalArgumentException(
            "%s mails per second, %s left".formatted(perSecond, left));
      }
    }
  }

  /**
   * SES sends nothing for this account.
   *
   * @param why as "SES has paused sending for this account"
   */
  record Paused(String why) implements Allowance {
    public Paused() {
      this("SES has paused sending for this account");
    }
  }

  /**
   * SES did not answer, or was not asked; mails are sent at a default rate.
   *
   * @param left the number of mails that may be sent all the same; {@link Long#MAX_VALUE} if
   *     nothing limits them
   */
  record Unknown(String why, long left) implements Allowance {
    /** Nothing limits the mails. */
    public Unknown(String why) {
      this(why, Long.MAX_VALUE);
    }
  }
}
