package dev.keyturn.doctor.probe;

/** How SES stands to this account, in the sender's region. */
public interface Outgoing {

  /** The answer of SES GetAccount; throws {@link dev.keyturn.port.PortFailure}. */
  Standing standing();

  /**
   * What SES tells.
   *
   * @param production out of the SES sandbox: mails reach addresses that are not verified
   * @param sending whether it sends at all
   * @param enforcement {@code HEALTHY}, {@code PROBATION} or {@code SHUTDOWN}
   * @param perDay mails that may be sent in 24 hours; negative for any number
   * @param sentToday mails that were, in the last 24
   * @param perSecond mails that may be sent in a second
   */
  record Standing(
      boolean production,
      boolean sending,
      String enforcement,
      double perDay,
      double sentToday,
      double perSecond) {}
}
