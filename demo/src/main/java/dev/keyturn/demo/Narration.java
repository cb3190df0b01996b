package dev.keyturn.demo;

import dev.keyturn.policy.Policy;
import dev.keyturn.policy.Verb;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.sandbox.mail.Mail;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/**
 * The demo as text: a line for each event, one owner's mails in full, the totals, and what to try
 * next.
 */
public final class Narration {
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final Consumer<String> say;
  private final Consumer<String> show;
  private final boolean colours;

  /**
   * Creates a narration.
   *
   * @param say prints a line
   * @param show overwrites the last line, if the terminal can
   */
  public Narration(Consumer<String> say, Consumer<String> show, boolean colours) {
    this.say = say;
    this.show = show;
    this.colours = colours;
  }

  /** Narrates a number of days and returns the number of rows that failed. */
  public long tell(Playground playground, DayRun run, int days) throws CannotBegin {
    List<Person> people = playground.people();
    say.accept(
        paint(
            BOLD,
            "A company of %s users, in an AWS account that runs in this process on %s."
                .formatted(people.size(), playground.sandbox().endpoint())));
    Policy policy = playground.settings().policy();
    say.accept(
        "Keys older than %s days are warned about, older than %s replaced; %s days later the old key is deactivated, and after %s more it is deleted."
            .formatted(
                policy.warningDays(),
                policy.overdueDays(),
                policy.deactivateDays(),
                policy.deletionDays()));
    say.accept(
        "%s days pass, with a run of Keyturn on each. Actions of owners follow a dot."
            .formatted(days));
    say.accept("");
    Demo demo = new Demo(playground, run, new Lines());
    demo.tell(days);
    say.accept("");
    mails(demo, people.getFirst());
    tally(demo, days);
    say.accept("");
    next();
    return demo.failed();
  }

  private final class Lines implements Demo.Screen {
    @Override
    public void event(LocalDate day, String user, String what) {
      say.accept("%s  %-10s    %s".formatted(day, user, what));
    }

    @Override
    public void owner(LocalDate day, String user, String what) {
      say.accept(paint(DIM, "%s  %-10s  · %s".formatted(day, user, what)));
    }

    @Override
    public void progress(int day, int days) {
      show.accept(day == days ? "" : "day %s of %s".formatted(day + 1, days));
    }
  }

  private void mails(Demo demo, Person person) {
    mails(
        "Each kind of mail that %s got, in full.".formatted(person.name()), demo.narratorsMails());
    if (!demo.digests().isEmpty()) {
      mails(
          "The digest of the day on which an exposed key was replaced, in full.",
          List.of(demo.digests().getFirst()));
    }
  }

  private void mails(String title, List<Mail> mails) {
    say.accept(paint(BOLD, title));
    for (Mail mail : mails) {
      say.accept("");
      say.accept("-".repeat(76));
      say.accept("From:     " + mail.from());
      say.accept("To:       " + String.join(", ", mail.to()));
      say.accept("Reply-To: " + String.join(", ", mail.replyTo()));
      say.accept(paint(BOLD, "Subject:  " + mail.subject()));
      say.accept("");
      mail.text().lines().forEach(say);
    }
    say.accept("-".repeat(76));
    say.accept("");
  }

  private void tally(Demo demo, int days) {
    say.accept(paint(BOLD, "Totals of %s days".formatted(days)));
    say.accept(
        "  %s mails; %s warnings, %s keys replaced, %s deactivated, %s deleted, %s records cleared, %s times held, %s failures."
            .formatted(
                demo.mails(),
                demo.tally().get(Verb.WARN),
                demo.tally().get(Verb.ROTATE),
                demo.tally().get(Verb.DEACTIVATE),
                demo.tally().get(Verb.DELETE),
                demo.tally().get(Verb.CLEAR),
                demo.tally().get(Verb.HOLD),
                demo.failed()));
    say.accept("  %s calls to AWS, %s a day.".formatted(demo.calls(), demo.calls() / days));
  }

  private void next() {
    say.accept(paint(BOLD, "What to try next"));
    say.accept(
        "  ./keyturn sandbox > sandbox.env       the same company to try commands on; then, in"
            + " another shell:");
    say.accept("  . ./sandbox.env && ./keyturn plan     what is due there today");
    say.accept(
        "  ./keyturn demo --remind-every 7       reminders each week, as the guide recommends, and"
            + " not each day");
    say.accept(
        "  ./keyturn demo --set UNUSED_DAYS=45   keys that nothing uses are retired; demo --help"
            + " names more settings");
    say.accept("  ./keyturn plan --as-of +30            what will be due in 30 days");
    say.accept(
        "  ./keyturn help                        all commands; README.md says how to use your own"
            + " account");
  }

  private String paint(String colour, String text) {
    return colours ? colour + text + PLAIN : text;
  }
}
