package dev.keyturn.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.port.Answer;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Denier;
import dev.keyturn.port.PortFailure.Kind;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The advice depends on how a read failed. */
class FindingsTest {
  private static final String ALLOW = "allow it to the user or role that runs doctor";

  private static String advice(PortFailure failure) {
    return Findings.remedy(failure, "ses:GetAccount").text();
  }

  @Test
  void aMissingPermissionIsToBeAllowed() {
    assertThat(advice(new PortFailure(Kind.DENIED, "no"))).contains("ses:GetAccount", ALLOW);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DENIED")
  void noOtherFailureIsAMissingPermission(Kind kind) {
    assertThat(advice(new PortFailure(kind, "no"))).isNotEmpty().doesNotContain(ALLOW);
  }

  @ParameterizedTest
  @CsvSource({
    "true, an exception in the permissions boundary that denies ses:GetAccount",
    "false, a statement in the permissions boundary that allows ses:GetAccount",
  })
  void adviceAboutAnotherPolicyNamesIt(boolean explicitly, String asked) {
    Denier denier = new Denier("permissions boundary", explicitly);
    assertThat(advice(PortFailure.deniedBy(denier, "no"))).contains(asked).doesNotContain(ALLOW);
  }

  /** The same holds for answers. */
  @Test
  void anAnswerThatIsMissingHasTheAdviceOfItsCall() {
    for (Kind kind : EnumSet.allOf(Kind.class)) {
      PortFailure failure = new PortFailure(kind, "no answer");
      Findings findings = new Findings(Section.SENDER);
      findings.answer("verified", new Answer.Unclear(failure), "ok", "ses:GetAccount");
      assertThat(findings.findings())
          .containsExactly(
              new Finding(
                  Section.SENDER,
                  "verified",
                  Severity.WARNING,
                  "could not be checked: no answer",
                  List.of(Findings.remedy(failure, "ses:GetAccount"))));
    }
  }

  @Test
  void adviceAboutASettingNamesIt() {
    assertThat(advice(new PortFailure(Kind.UNREACHABLE, "HTTP_PROXY is not a proxy's address.")))
        .startsWith("Correct HTTP_PROXY (docs/aws-settings.md)");
    assertThat(advice(new PortFailure(Kind.UNREACHABLE, "STS could not be sent: AWS_PROFILE is x")))
        .startsWith("Nothing was sent");
    assertThat(Findings.setting("They do not work: AWS_CA_BUNDLE names x").text())
        .startsWith("Correct AWS_CA_BUNDLE ");
    assertThat(Findings.setting("Something else").text()).contains("~/.aws/config");
  }
}
