package dev.keyturn.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.doctor.probe.Grants;
import dev.keyturn.doctor.probe.IamDirectory;
import dev.keyturn.doctor.probe.MemberProbes;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Denier;
import dev.keyturn.port.PortFailure.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** An account whose session is refused is not read any further. */
class MemberDoctorTest {
  private static final AccountId ID = new AccountId("111122223333");

  /** Refuses to say whose session it is. */
  private record Refusing(RuntimeException failure) implements Account {
    @Override
    public Identity identify() {
      throw failure;
    }

    @Override
    public Instant now() {
      throw new AssertionError("not asked");
    }

    @Override
    public Instant mark() {
      throw new AssertionError("not asked");
    }

    @Override
    public long calls() {
      return 0;
    }

    @Override
    public Tempo tempo() {
      throw new AssertionError("not asked");
    }
  }

  private static final class Unread implements Grants, IamDirectory {
    @Override
    public Optional<String> source(String callerArn) {
      throw new AssertionError("not asked");
    }

    @Override
    public List<Grant> of(String source, String exampleArn, Predicate<String> actions) {
      throw new AssertionError("not asked");
    }

    @Override
    public Census census() {
      throw new AssertionError("not asked");
    }

    @Override
    public Reach reach(Member member, UserName other) {
      throw new AssertionError("not asked");
    }
  }

  private static MemberDiagnosis diagnosis(
      RuntimeException failure, boolean young, boolean management) {
    Unread unread = new Unread();
    return new MemberDoctor(Map.of(), "keyturn-member-prod")
        .examine(
            new MemberDoctor.MemberAccount(ID, "web", young, management),
            new MemberProbes(new Refusing(failure), unread, unread));
  }

  private static Finding only(MemberDiagnosis diagnosis) {
    assertThat(diagnosis.findings()).hasSize(1);
    assertThat(diagnosis.findings().getFirst().id()).isEqualTo("credentials.identity");
    return diagnosis.findings().getFirst();
  }

  private static PortFailure denied() {
    return new PortFailure(Kind.DENIED, "AWS says no");
  }

  @Test
  void aSessionOfAnotherAccountIsAnError() {
    Finding found =
        only(
            diagnosis(
                new PortFailure(Kind.CREDENTIALS, "The session is one of another account."),
                true,
                true));
    assertThat(found.severity()).isEqualTo(Severity.ERROR);
    assertThat(found.found()).isEqualTo("The session is one of another account.");
    assertThat(found.fixes()).isNotEmpty();
  }

  @Test
  void aDeniedSessionIsAnErrorUnlessTheAccountIsYoung() {
    assertThat(only(diagnosis(denied(), false, false)).severity()).isEqualTo(Severity.ERROR);
    assertThat(only(diagnosis(denied(), true, false)).severity()).isEqualTo(Severity.WARNING);
  }

  /** A young account gets the role by itself, but no exception in another policy. */
  @Test
  void aSessionThatAnotherPolicyDeniesNeedsNoDeployment() {
    for (boolean young : List.of(true, false)) {
      Finding found =
          only(
              diagnosis(
                  PortFailure.deniedBy(
                      new Denier("service control policy of the organization", true),
                      "AWS says no"),
                  young,
                  false));
      assertThat(found.severity()).isEqualTo(Severity.ERROR);
      assertThat(found.fixes().toString())
          .contains("the service control policy of the organization that denies sts:AssumeRole")
          .doesNotContain("deploy/member.yaml", "tomorrow");
    }
  }

  /** An account whose session is fine and whose reads fail. */
  private record Failing(PortFailure failure) implements Grants, IamDirectory {
    @Override
    public Optional<String> source(String callerArn) {
      return Optional.of("arn:aws:iam::111122223333:role/keyturn-member-prod");
    }

    @Override
    public List<Grant> of(String source, String exampleArn, Predicate<String> actions) {
      throw failure;
    }

    @Override
    public Census census() {
      throw failure;
    }

    @Override
    public Reach reach(Member member, UserName other) {
      throw failure;
    }
  }

  private static final Account OPEN =
      new Account() {
        @Override
        public Identity identify() {
          return new Identity(
              ID.value(), "aws", "arn:aws:sts::111122223333:assumed-role/keyturn-member-prod/x");
        }

        @Override
        public Instant now() {
          throw new AssertionError("not asked");
        }

        @Override
        public long calls() {
          return 0;
        }
      };

  private static List<String> adviceAboutReads(PortFailure failure) {
    Failing failing = new Failing(failure);
    return new MemberDoctor(Map.of(), "keyturn-member-prod")
            .examine(
                new MemberDoctor.MemberAccount(ID, "web", false, false),
                new MemberProbes(OPEN, failing, failing))
            .findings()
            .stream()
            .filter(finding -> finding.severity() != Severity.OK)
            .map(finding -> finding.fixes().toString())
            .toList();
  }

  @Test
  void theStackIsToBeUpdatedOnlyWhereAPermissionIsMissing() {
    assertThat(adviceAboutReads(denied()))
        .hasSize(2)
        .allMatch(advice -> advice.contains("update the stack in account 111122223333"));
    for (Kind kind : Kind.values()) {
      if (kind != Kind.DENIED) {
        assertThat(adviceAboutReads(new PortFailure(kind, "AWS says no")))
            .hasSize(2)
            .noneMatch(advice -> advice.contains("update the stack"));
      }
    }
  }

  @Test
  void theManagementAccountMayBeWithoutTheRole() {
    MemberDiagnosis diagnosis = diagnosis(denied(), false, true);
    assertThat(diagnosis.findings()).isEmpty();
    assertThat(diagnosis.leftOut()).contains("keyturn-member-prod cannot be assumed");
  }

  @Test
  void aDefectStaysInItsAccount() {
    Finding found = only(diagnosis(new IllegalStateException("surprise"), false, false));
    assertThat(found.severity()).isEqualTo(Severity.WARNING);
    assertThat(found.found()).contains("a defect of Keyturn", "surprise");
  }
}
