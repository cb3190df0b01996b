package dev.keyturn.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Decision.Clear;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Look;
import dev.keyturn.policy.Decision.Nothing;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Decision.Warn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an installation does not accept of tags that many can write. */
class TagLimitsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final KeyId KEY = new KeyId("AKIA000000000001");
  private static final Limits LIMITS =
      new Limits(Optional.of(90), Set.of("corp.example", "corp.test"));

  private static Facts user(String address, Exemption exemption) {
    return new Facts(
        new UserName("alice"),
        new Owner.At(new EmailAddress(address)),
        List.of(new AccessKey(KEY, KeyStatus.ACTIVE, Instant.EPOCH)),
        new RotationRecord.None(),
        true,
        exemption,
        Evidence.none());
  }

  private static Decision decide(Decision decision, String address, Exemption exemption) {
    return Restraints.on(decision, user(address, exemption), LIMITS, TODAY);
  }

  private static Warn warn() {
    return new Warn(
        Reason.Warn.WARNING, List.of(new AccessKey(KEY, KeyStatus.ACTIVE, Instant.EPOCH)));
  }

  @Test
  void anExemptionThatEndsLaterThanOneMayIsNotTakenForOne() {
    Exemption last = new Exemption.Until(TODAY.plusDays(90), "freeze");
    Exemption later = new Exemption.Until(TODAY.plusDays(91), "freeze");
    assertThat(decide(warn(), "a@corp.example", last).reason()).isEqualTo(Reason.Hold.EXEMPT);
    Decision held = decide(warn(), "a@corp.example", later);
    assertThat(held.reason()).isEqualTo(Reason.Hold.EXEMPTION_TOO_LONG);
    assertThat(((Hold) held).detail()).contains("2027-02-21", "2027-02-20", "MAX_EXEMPTION_DAYS");
  }

  @Test
  void anExemptionMayEndAtAnyTimeWhereNothingIsSet() {
    Exemption late = new Exemption.Until(TODAY.plusDays(9_000), "freeze");
    assertThat(Restraints.on(warn(), user("a@corp.example", late), Limits.none(), TODAY).reason())
        .isEqualTo(Reason.Hold.EXEMPT);
  }

  @Test
  void holdsUsersWithForeignAddressesForAnyDueDecision() {
    for (Decision due :
        List.of(
            warn(),
            new Rotate(Reason.Rotate.OVERDUE, KEY, new Stage.Begin()),
            new Hold(Reason.Hold.WRONG_KEY_OFF),
            new Look(Reason.Deactivate.GRACE_OVER, new Question.OfOldKey(KEY)))) {
      Decision held = decide(due, "a@else.example", new Exemption.None());
      assertThat(held.reason()).isEqualTo(Reason.Hold.FOREIGN_DOMAIN);
      assertThat(((Hold) held).detail()).contains("a@else.example", "EMAIL_DOMAINS");
    }
    for (Decision other :
        List.of(new Nothing(Reason.Nothing.YOUNG), new Clear(Reason.Clear.OLD_KEY_GONE))) {
      assertThat(decide(other, "a@else.example", new Exemption.None())).isEqualTo(other);
    }
  }

  @Test
  void domainsAreComparedWholeAndInAnyCase() {
    for (String address : List.of("a@corp.example", "a@CORP.example", "a@corp.test")) {
      assertThat(decide(warn(), address, new Exemption.None())).isEqualTo(warn());
    }
    for (String address : List.of("a@sub.corp.example", "a@xcorp.example", "a@corp.example.org")) {
      assertThat(decide(warn(), address, new Exemption.None()).reason())
          .isEqualTo(Reason.Hold.FOREIGN_DOMAIN);
    }
  }
}
