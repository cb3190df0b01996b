package dev.keyturn.cli.demo;

import dev.keyturn.policy.Verb;
import dev.keyturn.run.CannotBegin;
import dev.keyturn.run.Deadline;
import dev.keyturn.run.Report;
import dev.keyturn.run.Row;
import dev.keyturn.run.Run;
import dev.keyturn.run.Scope;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.mail.Mail;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Lets days pass in a company, with a run each day, and tells what happens. */
final class Demo {
  private final Sandbox sandbox;
  private final List<Person> people;
  private final Supplier<Run> runs;
  private final Screen screen;
  private final Story story = new Story();
  private final Map<Verb, Long> tally = new EnumMap<>(Verb.class);
  private long failed;
  private long calls;

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
    Owners owners = new Owners(sandbox, people, (user, what) -> screen.owner(today(), user, what));
    for (int day = 0; day < days; day++) {
      screen.progress(day, days);
      owners.live(day);
      for (Row row : aRun().rows()) {
        owners.told(row.user().value(), row.decision().reason(), day);
      }
      sandbox.clock().advance(Duration.ofDays(1));
    }
    screen.progress(days, days);
  }

  private Report aRun() throws CannotBegin {
    Report report = runs.get().planAndApply(new Scope.Everyone(), Deadline.none());
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

  /** The mails that one owner got, the first of each kind, in their order. */
  List<Mail> mailsTo(String address) {
    Map<String, Mail> firsts = new TreeMap<>();
    return sandbox.account().mailroom(sandbox.region()).accepted().stream()
        .map(accepted -> accepted.mail())
        .filter(mail -> mail.to().contains(address))
        .filter(mail -> firsts.putIfAbsent(kind(mail), mail) == null)
        .toList();
  }

  /** A subject without its dates and numbers. */
  private static String kind(Mail mail) {
    return mail.subject().replaceAll("\\d[\\d-]*", "#").replaceAll("#.*", "");
  }

  int mails() {
    return sandbox.account().mailroom(sandbox.region()).accepted().size();
  }
}
