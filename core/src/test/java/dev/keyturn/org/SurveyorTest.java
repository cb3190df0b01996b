package dev.keyturn.org;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.facts.AccountId;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.org.Enrolment.Enrolled;
import dev.keyturn.org.Surveyor.Seen;
import dev.keyturn.port.Answer;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.AccountFixture;
import dev.keyturn.run.LocalText;
import dev.keyturn.run.ReadOnlyPorts.HubChecks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A failure stays in its account. */
class SurveyorTest {
  private static final Enrolled ACCOUNT =
      new Enrolled(new AccountId("111122223333"), "team", 1, false, false);

  /** Tags are answered so, and a session is opened so. */
  private static Seen seen(Supplier<Map<String, String>> tags, RuntimeException refusal)
      throws UnusableTemplates {
    Surveyor surveyor =
        new Surveyor(
            AccountFixture.SETTINGS,
            new Tagged(tags),
            new Closed(refusal),
            new RuntimeEnvironment(
                () -> Instant.EPOCH, _ -> {}, new SplittableRandom(1), Runnable::run),
            new MailFactory(AccountFixture.SETTINGS));
    return surveyor.survey(
        ACCOUNT,
        new HubChecks(new Answer.Yes(), new Answer.Yes(), LocalText.NONE),
        Deadline.none());
  }

  private static AccountResult not(Seen seen) {
    assertThat(seen).isInstanceOf(Seen.Not.class);
    return ((Seen.Not) seen).result();
  }

  @Test
  void anAccountWhoseTagsCannotBeReadIsNotReadEither() throws UnusableTemplates {
    Seen denied =
        seen(
            () -> {
              throw new PortFailure(Kind.DENIED, "no tags");
            },
            new IllegalStateException("not to be opened"));
    assertThat(not(denied).state()).isEqualTo(AccountState.DENIED);
    assertThat(not(denied).detail()).isEqualTo("no tags");
    assertThat(denied.contact()).isEmpty();
  }

  @Test
  void aDefectInReadingTagsStaysInItsAccount() throws UnusableTemplates {
    Seen broken =
        seen(
            () -> {
              throw new IllegalStateException("broken");
            },
            new IllegalStateException("not to be opened"));
    assertThat(not(broken).state()).isEqualTo(AccountState.FAILED);
    assertThat(not(broken).detail()).contains("broken");
  }

  @Test
  void theContactOfAnAccountThatDeniesAccessIsKnown() throws UnusableTemplates {
    Seen denied =
        seen(
            () -> Map.of("keyturn-contact", "team@corp.example"),
            new PortFailure(Kind.DENIED, "no session"));
    assertThat(not(denied).state()).isEqualTo(AccountState.DENIED);
    assertThat(denied.contact()).isEqualTo("team@corp.example");
  }

  private record Tagged(Supplier<Map<String, String>> answer) implements AccountDirectory {
    @Override
    public Map<String, String> tags(AccountId account) {
      return answer.get();
    }

    @Override
    public Described describe() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Listed> all() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Listed> below(String unit) {
      throw new UnsupportedOperationException();
    }
  }

  private record Closed(RuntimeException refusal) implements MemberAccounts {
    @Override
    public Opened toRead(AccountId account) {
      throw refusal;
    }

    @Override
    public Opened toAct(AccountId account) {
      throw new UnsupportedOperationException();
    }
  }
}
