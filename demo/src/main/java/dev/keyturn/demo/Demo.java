package dev.keyturn.demo;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets days pass in a company, with a run each day, and reports what happens. */
final class Demo {
  /** A send rate that does not slow the demo down. */
  private static final int MAILS_A_SECOND = 1000;

  private static final int UNLIMITED = -1;

  private final Sandbox sandbox;
  private final List<Person> people;
  private final DayRun run;
  private final Screen screen;
  private final Story story;
  private final Map<Verb, Long> tally = new EnumMap<>(Verb.class);
  private final Map<String, Mail> narrators = new LinkedHashMap<>();
  private final List<Mail> digests = new ArrayList<>();
  private long failed;
  private long calls;
  private long mails;

  /** Where the demo reports. */
  interface Screen {
    /** An action of Keyturn. */
    void event(LocalDate day, String user, String what);

    /** An action of an owner. */
    void owner(LocalDate day, String user, String what);

    void progress(int day, int days);
  }

  Demo(Playground playground, DayRun run, Screen screen) {
    this.sandbox = playground.sandbox();
    this.people = playground.people();
    this.story = playground.story();
    this.run = run;
    this.screen = screen;
  }

  /** Lets days pass from today; each day the owners act first, then Keyturn runs. */
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
    Run.Applied applied = run.apply();
    Report report = applied.report();
    DayRun.planned(applied).forEach(said -> screen.event(report.date(), said.user(), said.text()));
    for (Row row : report.rows()) {
      if (story.isNews(row)) {
        screen.event(report.date(), row.user().value(), story.line(row, report.date()));
      }
    }
    DayRun.handedOver(applied)
        .forEach(said -> screen.event(report.date(), said.user(), said.text()));
    story.firsts(applied).forEach(said -> screen.event(report.date(), said.user(), said.text()));
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

  /** The number of times that each decision was carried out. */
  Map<Verb, Long> tally() {
    return tally;
  }

  long failed() {
    return failed;
  }

  long calls() {
    return calls;
  }

  /** The mails of the first person: the first of each kind, in order. */
  List<Mail> narratorsMails() {
    return List.copyOf(narrators.values());
  }

  /** The digests, in order. */
  List<Mail> digests() {
    return List.copyOf(digests);
  }

  /**
   * Empties the mailbox: the sandbox keeps all mails, and those of thousands of owners over years
   * do not fit into the heap.
   */
  private void empty(Mailroom mailroom) {
    List<Accepted> accepted = mailroom.accepted();
    mails += accepted.size();
    accepted.stream()
        .map(Accepted::mail)
        .filter(mail -> mail.to().contains(people.getFirst().address()))
        .forEach(mail -> narrators.putIfAbsent(kind(mail), mail));
    accepted.stream()
        .map(Accepted::mail)
        .filter(mail -> mail.to().contains(Company.ADMINISTRATORS))
        .forEach(digests::add);
    mailroom.clear();
  }

  private Mailroom mailroom() {
    return sandbox.account().mailroom(sandbox.region());
  }

  /** The subject without its date and the days left. */
  private static String kind(Mail mail) {
    return mail.subject().replaceAll("\\d{4}-\\d\\d-\\d\\d| \\(.*\\)$", "");
  }

  long mails() {
    return mails;
  }
}
