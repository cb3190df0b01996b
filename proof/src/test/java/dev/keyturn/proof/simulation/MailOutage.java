package dev.keyturn.proof.simulation;

import dev.keyturn.port.Allowance;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.mail.Mailroom.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An outage of SES for all mails of a company, for days. */
final class MailOutage {
  private static final Standing SOUND = new Standing(true, true, 50_000, 14);

  /** Kinds of outages. */
  enum Kind {
    NONE,
    /** No connection to SES in this region. */
    UNREACHABLE,
    /** SES does not know the credentials, as in a region that is not enabled. */
    CREDENTIALS,
    /** The account may write to verified addresses only. */
    SANDBOX,
    /** AWS has paused sending. */
    PAUSED,
    /** The default configuration set was deleted: each mail is refused, each check succeeds. */
    CONFIGURATION_SET,
    /** The quota of 24 hours is a single mail. */
    QUOTA,
    /** Each mail is throttled. */
    THROTTLED;

    /** Whether a check before a run shows it. */
    boolean shows() {
      return this == UNREACHABLE || this == CREDENTIALS || this == SANDBOX || this == PAUSED;
    }
  }

  private final Account account;
  private Kind kind = Kind.NONE;
  private Instant since = Instant.MIN;

  MailOutage(Account account) {
    this.account = account;
  }

  Kind kind() {
    return kind;
  }

  Instant since() {
    return since;
  }

  void begin(Kind next, Instant now) {
    kind = next;
    since = now;
    account
        .mailroom(Scene.REGION)
        .standing(
            switch (next) {
              case SANDBOX -> new Standing(false, true, 200, 14);
              case PAUSED -> new Standing(true, false, 50_000, 14);
              case QUOTA -> new Standing(true, true, 1, 14);
              case NONE, UNREACHABLE, CREDENTIALS, CONFIGURATION_SET, THROTTLED -> SOUND;
            });
  }

  void end() {
    begin(Kind.NONE, Instant.MIN);
  }

  /** The fault of a call during the outage. */
  Optional<Fate> befalls(Call verb) {
    boolean mail = verb == Call.SEND_MAIL;
    boolean ses = mail || verb == Call.CHECK_SENDER || verb == Call.LOOK_AT_ADDRESS;
    return switch (kind) {
      case UNREACHABLE -> Optional.of(Fate.UNREACHABLE).filter(_ -> ses);
      case CREDENTIALS -> Optional.of(Fate.CREDENTIALS).filter(_ -> ses);
      case CONFIGURATION_SET -> Optional.of(Fate.REFUSED).filter(_ -> mail);
      case THROTTLED -> Optional.of(Fate.THROTTLED).filter(_ -> mail);
      case NONE, SANDBOX, PAUSED, QUOTA -> Optional.empty();
    };
  }

  /** The sending limits if SES does not report them. */
  Optional<Allowance> allowance() {
    return switch (kind) {
      case UNREACHABLE, CREDENTIALS -> Optional.of(new Allowance.Unknown("SES: " + kind));
      case NONE, SANDBOX, PAUSED, CONFIGURATION_SET, QUOTA, THROTTLED -> Optional.empty();
    };
  }

  static Kind draw(Dice dice) {
    List<Kind> kinds = List.of(Kind.values());
    return kinds.get(dice.between(1, kinds.size() - 1));
  }
}
