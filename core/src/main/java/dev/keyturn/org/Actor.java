package dev.keyturn.org;

import dev.keyturn.apply.NoticeWriters;
import dev.keyturn.event.Events;
import dev.keyturn.facts.AccountId;
import dev.keyturn.org.Allotments.Allotment;
import dev.keyturn.plan.PlanHorizon;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Scope;
import dev.keyturn.report.page.ReportPage;
import dev.keyturn.run.Run;
import dev.keyturn.settings.Options.ActionLimit;
import dev.keyturn.settings.Settings;
import java.util.Optional;

/** Applies in one account, within its allotment. A failure stays in its account. */
public final class Actor {
  private final Settings settings;
  private final Ports ports;
  private final RuntimeEnvironment runtime;
  private final NoticeWriters mails;

  /**
   * Works in one account.
   *
   * @param ports of a session that can do whatever the member role can
   */
  public Actor(Settings settings, Ports ports, RuntimeEnvironment runtime, NoticeWriters mails) {
    this.settings = settings;
    this.ports = ports;
    this.runtime = runtime;
    this.mails = mails;
  }

  /** An account to be changed. */
  public record Task(AccountId id, String name, Allotment allotment) {}

  /**
   * What was done.
   *
   * @param applied the plan and the report of the users; empty if nothing could be begun
   */
  public record Acted(AccountResult result, Optional<Run.Applied> applied) {}

  /** Applies. Does not throw. */
  public Acted act(Task task, Events events, Deadline deadline) {
    try {
      Ports allotted =
          new Ports(
              ports.account(),
              ports.users(),
              ports.keys(),
              ports.credentialStore(),
              new AllottedMailer(ports.mailer(), task.allotment(), runtime),
              ports.bucketObjects(),
              ports.permissions(),
              ports.reports());
      Run run =
          new Run(
              settings.with(new ActionLimit.Allotted(task.allotment().actions())),
              allotted,
              mails.noticeWriter(allotted.account()),
              runtime,
              events);
      Run.Applied applied =
          run.planAndApply(
              RunRequest.of(new Scope.Everyone())
                  .within(deadline)
                  .over(
                      settings.options().htmlReport()
                          ? new PlanHorizon.Survey(ReportPage.DAYS)
                          : PlanHorizon.today()));
      return new Acted(
          AccountResult.of(task.id(), task.name(), applied.report()), Optional.of(applied));
    } catch (PortFailure failure) {
      return not(task, AccountState.of(failure), failure.message());
    } catch (CannotBegin e) {
      return not(task, AccountState.of(e), String.valueOf(e.getMessage()));
    } catch (RuntimeException mistake) {
      return not(task, AccountState.FAILED, PortFailure.defect(mistake).message());
    }
  }

  private static Acted not(Task task, AccountState state, String why) {
    return new Acted(AccountResult.of(task.id(), task.name(), state, why), Optional.empty());
  }
}
