package dev.keyturn.org;

import dev.keyturn.apply.NoticeWriters;
import dev.keyturn.org.Enrolment.Enrolled;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Scope;
import dev.keyturn.report.Inventory;
import dev.keyturn.run.ReadOnlyPorts;
import dev.keyturn.run.Run;
import dev.keyturn.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at accounts one by one, and changes nothing. A failure stays in its account. */
public final class Surveyor {
  /** The tags of an account that keep it from being changed. */
  private static final List<String> HOLDING = List.of("keyturn-exempt", "keyturn-dry-run");

  /** The tag of an account with the address of those who get mails about it. */
  private static final String CONTACT = "keyturn-contact";

  private final Settings settings;
  private final AccountDirectory directory;
  private final MemberAccounts members;
  private final RuntimeEnvironment runtime;
  private final NoticeWriters mails;

  public Surveyor(
      Settings settings,
      AccountDirectory directory,
      MemberAccounts members,
      RuntimeEnvironment runtime,
      NoticeWriters mails) {
    this.settings = settings;
    this.directory = directory;
    this.members = members;
    this.runtime = runtime;
    this.mails = mails;
  }

  /** The outcome of a survey. */
  public sealed interface Seen {
    /** The value of the account's tag {@code keyturn-contact}; empty if it is not known. */
    String contact();

    record Read(Survey survey, String contact) implements Seen {}

    record Not(AccountResult result, String contact) implements Seen {}
  }

  /** Looks at an account. Does not throw. */
  public Seen survey(Enrolled account, ReadOnlyPorts.HubChecks hub, Deadline deadline) {
    String contact = "";
    try {
      Map<String, String> tags = directory.tags(account.id());
      contact = tags.getOrDefault(CONTACT, "");
      return new Seen.Read(survey(account, hub, deadline, tags), contact);
    } catch (PortFailure failure) {
      return not(account, refused(account, failure), failure.message(), contact);
    } catch (CannotBegin e) {
      return not(account, AccountState.of(e), String.valueOf(e.getMessage()), contact);
    } catch (RuntimeException mistake) {
      return not(account, AccountState.FAILED, PortFailure.defect(mistake).message(), contact);
    }
  }

  private Survey survey(
      Enrolled account, ReadOnlyPorts.HubChecks hub, Deadline deadline, Map<String, String> tags)
      throws CannotBegin {
    try (MemberAccounts.Opened opened = members.toRead(account.id())) {
      Ports ports = opened.ports();
      ports.account().identify();
      ReadOnlyPorts readOnly = new ReadOnlyPorts(ports, hub);
      Run run =
          new Run(
              settings, readOnly.ports(), mails.noticeWriter(ports.account()), runtime, _ -> {});
      Plan plan = run.plan(RunRequest.of(new Scope.Everyone()).within(deadline));
      run.remember(plan);
      return Survey.of(
          account.id(), plan, hold(tags), KeyAges.of(Inventory.ofManaged(plan), settings.policy()));
    }
  }

  private static Seen not(Enrolled account, AccountState state, String why, String contact) {
    return new Seen.Not(AccountResult.of(account.id(), account.name(), state, why), contact);
  }

  /** A role that cannot be assumed may not be there yet, or is not meant to be. */
  private static AccountState refused(Enrolled account, PortFailure failure) {
    AccountState state = AccountState.of(failure);
    return state != AccountState.DENIED
        ? state
        : account.management()
            ? AccountState.LEFT_OUT
            : account.young() ? AccountState.UNREACHED : AccountState.DENIED;
  }

  private static String hold(Map<String, String> tags) {
    return HOLDING.stream()
        .filter(tags::containsKey)
        .map(
            tag ->
                Stream.of(tag, tags.get(tag))
                    .filter(word -> !word.isBlank())
                    .collect(Collectors.joining(" ")))
        .collect(Collectors.joining(", "));
  }
}
