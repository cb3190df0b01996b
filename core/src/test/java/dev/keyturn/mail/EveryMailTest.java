package dev.keyturn.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.FilePlace.Expiry;
import dev.keyturn.mail.Notice.BroughtBack.Next;
import dev.keyturn.mail.SeenKey.Sighting;
import dev.keyturn.mail.Signature.Contact;
import dev.keyturn.mail.template.Samples;
import dev.keyturn.mail.template.TemplateMailWriter;
import dev.keyturn.mail.template.Templates;
import java.io.StringReader;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What holds for each kind of mail, about users with plain, odd and long names. */
class EveryMailTest {
  private static final Templates TEMPLATES = Templates.standard();
  private static final LocalDate TODAY = Samples.TODAY;
  private static final LocalDate DAY = LocalDate.of(2026, 12, 2);
  private static final Pattern DATE = Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\d\\b");

  /** A notice with what its mail must say. */
  record Case(Notice notice, boolean hasDeadline, List<KeyId> keys, List<String> commands) {}

  static List<Case> cases() {
    return Stream.of("alice", "a.b+c=d,e@f-g_h", "doe,jane", "x".repeat(64))
        .flatMap(name -> cases(new UserName(name)).stream())
        .toList();
  }

  private static List<Case> cases(UserName user) {
    String arg = " --user-name \"" + user + "\"";
    String create = "aws iam create-access-key" + arg;
    String oldOff = update(arg, Samples.OLD, "Inactive");
    String oldDelete = delete(arg, Samples.OLD);
    String newDelete = delete(arg, Samples.NEW);
    String fetch =
        "aws s3 cp \"s3://corp-credentials/credential/%1$s/%1$s_%2$s.csv\" . --region eu-central-1 --profile YOUR_PROFILE"
            .formatted(user, Samples.NEW);
    String exchange =
        "keyturn fetch --bucket \"corp-credentials\" --key %s --region eu-central-1 --profile YOUR_PROFILE"
            .formatted(Samples.NEW);
    String check = "aws sts get-caller-identity --profile YOUR_PROFILE";
    SeenKey old = key(Samples.OLD, KeyStatus.ACTIVE);
    SeenKey second = key(Samples.NEW, KeyStatus.ACTIVE);
    SeenKey off = key(Samples.NEW, KeyStatus.INACTIVE);
    FilePlace file = file(user);
    List<KeyId> one = List.of(Samples.OLD);
    List<KeyId> both = List.of(Samples.OLD, Samples.NEW);
    return List.of(
        new Case(
            new Notice.Warned(user, old, DAY),
            true,
            one,
            List.of(create, oldOff, oldDelete, check)),
        new Case(
            new Notice.SlotsTaken(user, List.of(old, second), one),
            false,
            both,
            List.of(oldOff, oldDelete)),
        new Case(
            new Notice.SlotsTaken(user, List.of(old, off), one), false, both, List.of(newDelete)),
        new Case(
            new Notice.Replaced(user, old, Samples.NEW, second.sighting(), file, DAY),
            true,
            both,
            List.of(fetch, exchange, check, oldOff)),
        new Case(
            new Notice.ReplacedAfterwards(user, Samples.OLD, Samples.NEW, file),
            false,
            both,
            List.of(fetch, check, newDelete)),
        new Case(
            new Notice.NeverFetched(user, old, Samples.NEW, DAY),
            true,
            both,
            List.of(check, newDelete, create)),
        new Case(
            new Notice.Deactivated(user, key(Samples.OLD, KeyStatus.INACTIVE), DAY),
            true,
            one,
            List.of(check, update(arg, Samples.OLD, "Active"), oldDelete)),
        new Case(
            new Notice.ShutOut(
                new Notice.Deactivated(user, key(Samples.OLD, KeyStatus.INACTIVE), DAY)),
            false,
            one,
            List.of(check)),
        new Case(new Notice.Deleted(user, Samples.OLD), false, one, List.of(check)),
        new Case(
            new Notice.WrongKeyOff(user, old, List.of(off)),
            false,
            both,
            List.of(update(arg, Samples.NEW, "Active"), check, oldOff, newDelete)),
        new Case(
            new Notice.StillInUse(user, old, second, DAY),
            true,
            both,
            List.of(check, oldOff, newDelete, create)),
        new Case(
            new Notice.Reactivated(user, old, second, DAY),
            true,
            both,
            List.of(check, oldOff, newDelete, create)),
        new Case(
            new Notice.BroughtBack(user, old, new Next.Deactivated(second, DAY)),
            true,
            both,
            List.of(check, oldOff, newDelete, create)),
        new Case(new Notice.BroughtBack(user, old, new Next.Kept()), false, one, List.of(create)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void namesUserKeysAccountAndCommandsInBothForms(Case sample) throws Exception {
    Mail mail = mail(sample);
    for (String said : List.of(mail.text(), shown(mail.html()))) {
      assertThat(said).contains(sample.notice().user().value(), "123456789012");
      assertThat(said).contains(sample.keys().stream().map(KeyId::value).toList());
      assertThat(said).contains(sample.commands());
      assertThat(said).contains("cloud-team@corp.example", "never mails a secret");
      assertThat(said).contains("Sunday, 22 November 2026", "2026-11-22");
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysTheDeadlineInWordsInIsoAndInDaysLeft(Case sample) throws Exception {
    Mail mail = mail(sample);
    if (sample.hasDeadline()) {
      assertThat(mail.subject())
          .startsWith("[keyturn] before 2026-12-02, ")
          .endsWith("(10 days left)");
      for (String said : List.of(mail.text(), shown(mail.html()))) {
        assertThat(said.replaceAll("\\s+", " "))
            .contains("Wednesday, 2 December 2026 (2026-12-02, 10 days left)");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hasASubjectOfOneShortLineThatSortsByDeadlineAndThenByUser(Case sample) {
    String subject = mail(sample).subject();
    String deadline = subject.contains("days left") ? "before %s, ".formatted(day(subject)) : "";
    assertThat(subject).startsWith("[keyturn] " + deadline + sample.notice().user() + ": ");
    assertThat(subject).hasSizeLessThanOrEqualTo(150).doesNotContainPattern("[\\p{Cntrl}]");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void wrapsTextButNeverACommandOrALink(Case sample) {
    assertThat(mail(sample).text().lines())
        .allSatisfy(
            line ->
                assertThat(line.startsWith(" ") || line.length() <= 76 || !line.contains(" "))
                    .as(line)
                    .isTrue());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysTheSameInTextAndHtml(Case sample) throws Exception {
    Mail mail = mail(sample);
    String html = shown(mail.html());
    assertThat(DATE.matcher(html).results().map(found -> found.group()).distinct().sorted())
        .isEqualTo(
            DATE.matcher(mail.text())
                .results()
                .map(found -> found.group())
                .distinct()
                .sorted()
                .toList());
    for (String sentence : mail.text().split("\n\n", -1)) {
      List<String> words = new ArrayList<>(Arrays.asList(sentence.strip().split("\\s+", -1)));
      if (sentence.startsWith("    ")) {
        words.removeIf(word -> word.startsWith("https://"));
        assertThat(html.replaceAll("\\s+", " ")).contains(String.join(" ", words));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isHtmlThatAnyParserReadsAndThatFetchesNothing(Case sample) throws Exception {
    String html = mail(sample).html();
    Document document = parsed(html);
    assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    assertThat(document.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo(mail(sample).subject());
    assertThat(document.getElementsByTagName("h1").getLength()).isEqualTo(1);
    assertThat(html).doesNotContain("<img", "<script", "<link", "src=", "url(", "@import");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sendsQuestionsToTheAdministratorsWithoutAContact(Case sample) {
    Signature noContact = new Signature("keyturn", "123456789012", "aws", new Contact.None());
    Mail mail = new TemplateMailWriter(TEMPLATES, noContact).write(to(), sample.notice(), TODAY);
    assertThat(mail.text()).contains("Ask the administrators of AWS account 123456789012.");
    assertThat(mail.html()).doesNotContain("mailto:");
  }

  /** The first date of a subject. */
  private static String day(String subject) {
    return DATE.matcher(subject).results().findFirst().orElseThrow().group();
  }

  private static Mail mail(Case sample) {
    return new TemplateMailWriter(TEMPLATES, Samples.SIGNED).write(to(), sample.notice(), TODAY);
  }

  private static EmailAddress to() {
    return new EmailAddress("alice@corp.example");
  }

  static Document parsed(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  private static String shown(String html) throws Exception {
    return parsed(html).getDocumentElement().getTextContent();
  }

  private static String update(String arg, KeyId key, String status) {
    return "aws iam update-access-key%s --access-key-id %s --status %s".formatted(arg, key, status);
  }

  private static String delete(String arg, KeyId key) {
    return "aws iam delete-access-key%s --access-key-id %s".formatted(arg, key);
  }

  private static SeenKey key(KeyId id, KeyStatus status) {
    return new SeenKey(
        new AccessKey(id, status, Instant.parse("2026-10-01T09:30:00Z")),
        new Sighting.Known(new LastUse.Never()));
  }

  private static FilePlace file(UserName user) {
    return new FilePlace(
        "corp-credentials",
        "credential/%1$s/%1$s_%2$s.csv".formatted(user, Samples.NEW),
        "eu-central-1",
        "aws",
        new Expiry.At(Instant.parse("2026-12-13T00:00:00Z")));
  }
}
