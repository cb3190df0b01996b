package dev.keyturn.demo;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.run.Run;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.mail.Accepted;
import dev.keyturn.sandbox.mail.Mail;
import dev.keyturn.sandbox.mail.Mailroom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Lets days pass in a company, with a run each day, and tells what happens. */
final class Demo {
  /** The demo is about keys: it has a sender that SES lets send as fast as it likes. */
  private static final int MAILS_A_SECOND = 1000;

  private static final int UNLIMITED = -1;

  private final Sandbox sandbox;
  private final List<Person> people;
  private final Supplier<Run> runs;
  private final Screen screen;
  private final Story story = new Story();
  private final Map<Verb, Long> tally = new EnumMap<>(Verb.class);
  private final Map<String, Mail> narrators = new LinkedHashMap<>();
  private long failed;
  private long calls;
  private long mails;

  /** Where the story is told. */
  interface Screen {
    /** Something that Keyturn did. */
    void event(LocalDate day, String user, String what);

    /** Something that an owner did. */
    void owner(LocalDate day, String user, String what);

    void progress(int day, int days);
  }

  Demo(Sandbox sandbox, List<Person> people, Supplier<Run> runs, Screen screen) {
    this.sandbox = sandbox;
    this.people = people;
    this.runs = runs;
    this.screen = screen;
  }

  /** Days from today on, each with the owners' doings and then a run. */
  void tell(int days) throws CannotBegin {
    mailroom().standing(new Mailroom.Standing(true, true, UNLIMITED, MAILS_A_SECOND));
    Owners owners = new Owners(sandbox, people, (user, what) -> screen.owner(today(), user, what));
    for (int day = 0; day < days; day++) {
      screen.progress(day, days);
      owners.live(day);
      for (Row row : aRun().rows()) {
        owners.told(row, day);
      }
      empty(mailroom());
      sandbox.clock().advance(Duration.ofDays(1));
    }
    screen.progress(days, days);
  }

  private Report aRun() throws CannotBegin {
    Report report = runs.get().planAndApply(RunRequest.everyone()).report();
    for (Row row : report.rows()) {
      if (story.isNews(row)) {
        screen.event(report.date(), row.user().value(), Story.line(row, report.date()));
      }
    }
    for (Verb verb : Verb.values()) {
      tally.merge(verb, report.count(verb), Long::sum);
    }
    failed += report.failed();
    calls += report.apiCalls();
    return report;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(sandbox.clock().instant(), ZoneOffset.UTC);
  }

  /** How often each decision was carried out. */
  Map<Verb, Long> tally() {
    return tally;
  }

  long failed() {
    return failed;
  }

  long calls() {
    return calls;
  }

  /** The mails that the first of the people got, the first of each kind, in their order. */
  List<Mail> narratorsMails() {
    return List.copyOf(narrators.values());
  }

  /** A sandbox keeps all mails; those of thousands of owners over years would fill any heap. */
  private void empty(Mailroom mailroom) {
    List<Accepted> accepted = mailroom.accepted();
    mails += accepted.size();
    accepted.stream()
        .map(Accepted::mail)
        .filter(mail -> mail.to().contains(people.getFirst().address()))
        .forEach(mail -> narrators.putIfAbsent(kind(mail), mail));
    mailroom.clear();
  }

  private Mailroom mailroom() {
    return sandbox.account().mailroom(sandbox.region());
  }

  /** A subject without its date and the days left. */
  private static String kind(Mail mail) {
    return mail.subject().replaceAll("\\d{4}-\\d\\d-\\d\\d| \\(.*\\)$", "");
  }

  long mails() {
    return mails;
  }
}
