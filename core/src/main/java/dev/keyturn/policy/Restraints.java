package dev.keyturn.policy;

import static dev.keyturn.policy.Reason.Hold.ADDRESS_SUPPRESSED;
import static dev.keyturn.policy.Reason.Hold.CANNOT_FETCH;
import static dev.keyturn.policy.Reason.Hold.EXEMPT;
import static dev.keyturn.policy.Reason.Hold.EXEMPTION_TOO_LONG;
import static dev.keyturn.policy.Reason.Hold.FOREIGN_DOMAIN;
import static dev.keyturn.policy.Reason.Hold.NEVER_FETCHED;
import static dev.keyturn.policy.Reason.Hold.NOTES_UNREADABLE;
import static dev.keyturn.policy.Reason.Hold.STILL_IN_USE;
import static dev.keyturn.policy.Reason.Hold.UNREADABLE_EXEMPTION;

import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.Owner;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Deactivate;
import dev.keyturn.policy.Decision.DeactivationStep;
import dev.keyturn.policy.Decision.Delete;
import dev.keyturn.policy.Decision.DeletionStep;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.RestartGrace;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What prevents a decision: a quarantine by AWS, an exemption, an address outside the allowed
 * domains, an address that SES suppresses, or an owner who cannot read the file of a new key.
 * Keyturn still finishes and announces what an earlier run started, but creates, deactivates and
 * deletes no key.
 */
final class Restraints {
  private Restraints() {}

  static Decision on(Decision decision, Facts user, Limits limits, LocalDate today) {
    return quarantine(decision, user)
        .or(() -> foreign(decision, user.owner(), limits))
        .<Decision>map(hold -> hold)
        .orElseGet(() -> exempt(decision, user, limits, today));
  }

  /** An order to shut a compromised key out is how an administrator answers a quarantine. */
  private static boolean shutsOut(Facts user) {
    return user.evidence().notes().orders().values().stream().anyMatch(Notes.Order::compromised);
  }

  private static boolean changesKey(Decision decision) {
    return decision instanceof Rotate
        || decision instanceof Deactivate
        || decision instanceof Delete;
  }

  /** The decision about a user whose settings do not matter, or the hold of a quarantine. */
  static Decision unlessQuarantined(Decision decision, Facts user) {
    return quarantine(decision, user).<Decision>map(hold -> hold).orElse(decision);
  }

  /**
   * AWS's policy denies the owner to read the file of a new key and to manage keys, so neither a
   * mail nor a new key helps. The user stays held until an administrator has removed the policy, or
   * the key that AWS Health reported is off.
   */
  private static Optional<Hold> quarantine(Decision decision, Facts user) {
    return ExposedKeys.hold(user)
        .filter(_ -> decision instanceof Hold || yields(decision))
        .filter(_ -> !(changesKey(decision) && shutsOut(user)));
  }

  /** Keyturn sends no mail to a foreign domain; it may still clear a finished record. */
  private static Optional<Hold> foreign(Decision decision, Owner owner, Limits limits) {
    return owner instanceof Owner.At at
            && limits.foreign(at.address())
            && !(decision instanceof Nothing || decision instanceof Clear)
        ? Optional.of(
            new Hold(
                FOREIGN_DOMAIN, "%s is in none of EMAIL_DOMAINS".formatted(at.address().value())))
        : Optional.empty();
  }

  private static Decision exempt(Decision decision, Facts user, Limits limits, LocalDate today) {
    return exemption(user.exemption().on(today), limits, today)
        .filter(_ -> yields(decision))
        .<Decision>map(hold -> hold)
        .orElseGet(() -> needsNotification(decision) ? ifDeliverable(decision, user) : decision);
  }

  private static Optional<Hold> exemption(Exemption exemption, Limits limits, LocalDate today) {
    return switch (exemption) {
      case Exemption.None _ -> Optional.empty();
      case Exemption.Until until when limits.tooLong(until.day(), today) ->
          Optional.of(
              new Hold(
                  EXEMPTION_TOO_LONG,
                  "until %s; MAX_EXEMPTION_DAYS allows %s at most"
                      .formatted(
                          until.day(), today.plusDays(limits.exemptionDays().orElseThrow()))));
      case Exemption.Until until ->
          Optional.of(new Hold(EXEMPT, "until " + until.day() + ": " + until.reason()));
      case Exemption.Unreadable unreadable ->
          Optional.of(new Hold(UNREADABLE_EXEMPTION, unreadable.why()));
    };
  }

  /** Whether an exemption overrides a decision, also when there is nothing to do. */
  private static boolean yields(Decision decision) {
    return switch (decision) {
      case Nothing _, Warn _ -> true;
      case Hold hold ->
          hold.reason() == NEVER_FETCHED
              || hold.reason() == STILL_IN_USE
              || hold.reason() == NOTES_UNREADABLE;
      case Rotate rotate -> makesKey(rotate);
      case Deactivate deactivate -> deactivate.from() == DeactivationStep.DEACTIVATING;
      case Delete delete -> delete.from() == DeletionStep.DELETING;
      case Look look -> look.reason() == Reason.Deactivate.GRACE_OVER || UnusedKeys.concerns(look);
      case Clear _, RestartGrace _ -> false;
    };
  }

  private static boolean makesKey(Rotate rotate) {
    return switch (rotate.stage()) {
      case Stage.Begin _, Stage.Make _, Stage.Replace _ -> true;
      case Stage.Announce _, Stage.Notify _ -> false;
    };
  }

  /** Whether the decision requires that the owner can be notified. */
  private static boolean needsNotification(Decision decision) {
    return decision instanceof Rotate
        || (decision instanceof Deactivate deactivate
            && deactivate.from() == DeactivationStep.DEACTIVATING);
  }

  private static Decision ifDeliverable(Decision decision, Facts user) {
    return user.owner() instanceof Owner.At owner
        ? user.evidence()
            .ofAddress(owner.address())
            .map(mailbox -> ifDeliverable(decision, user, owner, mailbox))
            .orElseGet(() -> new Look(decision.reason(), new Question.OfAddress(owner.address())))
        : decision;
  }

  private static Decision ifDeliverable(
      Decision decision, Facts user, Owner.At owner, Mailbox mailbox) {
    return switch (mailbox) {
      case Mailbox.Open _, Mailbox.Unknown _ ->
          makesKeyForOwner(decision, user) ? fetched(decision, user) : decision;
      case Mailbox.Suppressed suppressed ->
          new Hold(
              ADDRESS_SUPPRESSED,
              "SES suppresses %s since a %s".formatted(owner.address(), suppressed.reason()));
    };
  }

  /**
   * An administrator hands the successor of a compromised key over. A key that was created is
   * announced: access may be granted until the file is gone.
   */
  private static boolean makesKeyForOwner(Decision decision, Facts user) {
    return decision instanceof Rotate rotate
        && makesKey(rotate)
        && !user.evidence().notes().isCompromised(rotate.oldKey());
  }

  /** Only a clear refusal holds the user; a missing answer does not. */
  private static Decision fetched(Decision decision, Facts user) {
    return user.evidence()
        .access()
        .map(
            access ->
                switch (access) {
                  case FileAccess.Granted _, FileAccess.Unknown _ -> decision;
                  case FileAccess.Refused refused -> new Hold(CANNOT_FETCH, refused.why());
                })
        .orElseGet(() -> new Look(decision.reason(), new Question.OfAccess()));
  }
}
