package dev.keyturn.org;

import dev.keyturn.apply.NoticeWriters;
import dev.keyturn.event.Events;
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

  /** Applies. Does not throw. */
  public AccountResult act(Task task, Events events, Deadline deadline) {
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
      return AccountResult.of(
          task.id(),
          task.name(),
          run.planAndApply(RunRequest.of(new Scope.Everyone()).within(deadline)).report());
    } catch (PortFailure failure) {
      return not(task, AccountState.of(failure), failure.message());
    } catch (CannotBegin e) {
      return not(task, AccountState.of(e), String.valueOf(e.getMessage()));
    } catch (RuntimeException mistake) {
      return not(task, AccountState.FAILED, PortFailure.defect(mistake).message());
    }
  }

  private static AccountResult not(Task task, AccountState state, String why) {
    return AccountResult.of(task.id(), task.name(), state, why);
  }
}
