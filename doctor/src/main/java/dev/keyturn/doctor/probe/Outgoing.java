package dev.keyturn.doctor.probe;

/** The state of this account in SES, in the sender's region. */
public interface Outgoing {

  /** The answer of SES GetAccount; throws {@link dev.keyturn.port.PortFailure}. */
  Standing standing();

  /**
   * The answer of SES.
   *
   * @param production out of the SES sandbox: mails reach addresses that are not verified
   * @param sending whether it sends at all
   * @param enforcement {@code HEALTHY}, {@code PROBATION} or {@code SHUTDOWN}
   * @param perDay mails that may be sent in 24 hours; negative for no limit
   * @param sentToday mails sent in the last 24 hours
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
