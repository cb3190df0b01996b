package dev.keyturn.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.template.Samples;
import dev.keyturn.mail.template.TemplateMailWriter;
import dev.keyturn.mail.template.Templates;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that keep a mail to an owner clear, in every case that a template can test for. */
class MailRulesTest {
  private static final int MOST_WORDS = 200;
  private static final String SMALL_PRINT = "----";
  private static final String TELL = "aws configure get aws_access_key_id --profile YOUR_PROFILE";
  private static final String CHECK = "aws sts get-caller-identity --profile YOUR_PROFILE";
  private static final String ENTER = "aws configure --profile YOUR_PROFILE";
  private static final Pattern SWITCHES_OFF = Pattern.compile("--status Inactive");

  static List<Notice> notices() {
    return Samples.notices();
  }

  @ParameterizedTest
  @MethodSource("notices")
  void hasAtMost200WordsAboveTheSmallPrint(Notice notice) {
    String text = text(notice);
    assertThat(text).contains(SMALL_PRINT);
    String above = text.substring(0, text.indexOf(SMALL_PRINT)).strip();
    assertThat(above.split("\\s+", -1)).as(above).hasSizeLessThanOrEqualTo(MOST_WORDS);
  }

  @ParameterizedTest
  @MethodSource("notices")
  void comparesTheKeyIdWhereverItChecksAKey(Notice notice) {
    String text = text(notice);
    if (text.contains("get-caller-identity")) {
      assertThat(text).contains(TELL + "\n    " + CHECK);
      assertThat(filled(text)).containsPattern("(second|first) line must print (the|AKIA)");
    }
    if (text.contains("aws configure --profile")) {
      assertThat(text).contains(ENTER + "\n    " + TELL);
    }
  }

  @ParameterizedTest
  @MethodSource("notices")
  void overwritesNoProfileThatItsOwnerDidNotName(Notice notice) {
    Mail mail = mail(notice);
    for (String said : List.of(mail.text(), mail.html())) {
      assertThat(said).doesNotContain("default", "DEFAULT");
      assertThat(said.lines().filter(line -> line.contains("aws s3 cp")))
          .allSatisfy(line -> assertThat(line).contains("--profile YOUR_PROFILE"));
      if (said.contains("--profile YOUR_PROFILE")) {
        assertThat(filled(said).replaceAll("</?b>", ""))
            .containsPattern("YOUR_PROFILE stands for|instead of YOUR_PROFILE");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("notices")
  void switchesOffOneKeyAtMostAndNeverDeletesTwo(Notice notice) {
    Mail mail = mail(notice);
    for (String said : List.of(mail.text(), mail.html())) {
      assertThat(SWITCHES_OFF.matcher(said).results().count()).isLessThanOrEqualTo(1);
      assertThat(said.split("delete-access-key", -1)).hasSizeLessThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("notices")
  void saysDirectlyWhatStopsWorking(Notice notice) {
    String blunt =
        switch (notice) {
          case Notice.Replaced _,
              Notice.ReplacedByOrder _,
              Notice.NeverFetched _,
              Notice.StillInUse _,
              Notice.Reactivated _ ->
              "On 2 December everything that still uses " + Samples.OLD + " stops working.";
          case Notice.BroughtBack(_, _, Notice.BroughtBack.Next.Deactivated _) ->
              "On 2 December everything that still uses " + Samples.OLD + " stops working.";
          case Notice.Compromised _ ->
              "Everything that still uses " + Samples.OLD + " stops working now.";
          case Notice.Deactivated _, Notice.ShutOut _ ->
              "Everything that still uses " + Samples.OLD + " has stopped working.";
          case Notice.Warned _,
              Notice.SlotsTaken _,
              Notice.ReplacedAfterwards _,
              Notice.Deleted _,
              Notice.Unused _,
              Notice.UnusedDeactivated _,
              Notice.UnusedDeleted _,
              Notice.WrongKeyOff _,
              Notice.BroughtBack _ ->
              "";
        };
    assertThat(filled(text(notice))).contains(blunt);
    assertThat(filled(mail(notice).html())).contains(blunt);
  }

  @ParameterizedTest
  @MethodSource("notices")
  void namesFirstTheWayThatWorksWithoutKeyturn(Notice notice) {
    String text = text(notice);
    if (text.contains("keyturn fetch")) {
      assertThat(text.indexOf("aws s3 cp"))
          .isPositive()
          .isLessThan(text.indexOf("    " + ENTER))
          .isLessThan(text.indexOf("keyturn fetch"));
      assertThat(text.indexOf("    " + ENTER)).isLessThan(text.indexOf("keyturn fetch"));
    }
  }

  @ParameterizedTest
  @MethodSource("notices")
  void tellsNoOwnerHowToSwitchACompromisedKeyOn(Notice notice) {
    Mail mail = mail(notice);
    if (notice instanceof Notice.ShutOut || notice instanceof Notice.Compromised) {
      assertThat(mail.subject()).contains("compromised").doesNotContain("before 2026");
      for (String said : List.of(mail.text(), mail.html())) {
        assertThat(said).doesNotContain("--status Active", "again");
      }
    }
  }

  private static String text(Notice notice) {
    return mail(notice).text();
  }

  private static String filled(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static Mail mail(Notice notice) {
    return new TemplateMailWriter(Templates.standard(), Samples.SIGNED)
        .write(new EmailAddress("alice@corp.example"), notice, Samples.TODAY);
  }
}
