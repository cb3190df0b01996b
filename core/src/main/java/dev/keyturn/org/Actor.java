package dev.keyturn.org;

import dev.keyturn.apply.NoticeWriters;
import dev.keyturn.event.Events;
import dev.keyturn.event.Report;
import dev.keyturn.facts.AccountId;
import dev.keyturn.org.Allotments.Allotment;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Scope;
import dev.keyturn.run.Run;
import dev.keyturn.settings.Options.ActionLimit;
import dev.keyturn.settings.Settings;
import java.util.Optional;

/** Applies in one account, within its allotment. A failure stays in its account. */
public final class Actor {
  private final Settings settings;
  private final MemberAccounts members;
  private final RuntimeEnvironment runtime;
  private final NoticeWriters mails;

  public Actor(
      Settings settings, MemberAccounts members, RuntimeEnvironment runtime, NoticeWriters mails) {
    this.settings = settings;
    this.members = members;
    this.runtime = runtime;
    this.mails = mails;
  }

  /** An account to be changed. */
  public record Task(AccountId id, String name, Allotment allotment) {}

  /**
   * What was done.
   *
   * @param report of the users; empty if nothing could be begun
   */
  public record Acted(AccountResult result, Optional<Report> report) {}

  /** Applies. Does not throw. */
  public Acted act(Task task, Events events, Deadline deadline) {
    try (MemberAccounts.Opened opened = members.toAct(task.id())) {
      Ports all = opened.ports();
      Ports ports =
          new Ports(
              all.account(),
              all.users(),
              all.keys(),
              all.credentialStore(),
              new AllottedMailer(all.mailer(), task.allotment(), runtime),
              all.bucketObjects(),
              all.permissions(),
              all.reports());
      Run run =
          new Run(
              settings.with(new ActionLimit.Allotted(task.allotment().actions())),
              ports,
              mails.noticeWriter(ports.account()),
              runtime,
              events);
      Report report =
          run.planAndApply(RunRequest.of(new Scope.Everyone()).within(deadline)).report();
      return new Acted(AccountResult.of(task.id(), task.name(), report), Optional.of(report));
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
