package dev.keyturn.run;

import dev.keyturn.apply.AuditedEffects;
import dev.keyturn.apply.LeasedSession;
import dev.keyturn.apply.PermissionProbe;
import dev.keyturn.apply.Rotation;
import dev.keyturn.event.Events;
import dev.keyturn.event.Intervened;
import dev.keyturn.event.RunContext;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Notes;
import dev.keyturn.facts.RotationRecord.Rotated;
import dev.keyturn.facts.RotationRecord.Rotating;
import dev.keyturn.facts.RotationRecord.UnderWay;
import dev.keyturn.facts.UserName;
import dev.keyturn.inventory.ClockGuard;
import dev.keyturn.inventory.FactsReader;
import dev.keyturn.inventory.Listing;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.Notice.BroughtBack.Next;
import dev.keyturn.mail.NoticeWriter;
import dev.keyturn.plan.Decider;
import dev.keyturn.plan.NewKeys;
import dev.keyturn.plan.StartCheck;
import dev.keyturn.plan.UserDecision;
import dev.keyturn.policy.Decision;
import dev.keyturn.policy.Decision.Hold;
import dev.keyturn.policy.Decision.Rotate;
import dev.keyturn.policy.Decision.Stage;
import dev.keyturn.policy.Orders;
import dev.keyturn.policy.Orders.Wish;
import dev.keyturn.policy.Reason;
import dev.keyturn.policy.Remedies;
import dev.keyturn.policy.Remedy;
import dev.keyturn.policy.Remedy.Change;
import dev.keyturn.policy.Reminders;
import dev.keyturn.policy.Setup;
import dev.keyturn.port.Account;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.settings.Options;
import dev.keyturn.settings.Settings;
import dev.keyturn.state.NoteStore;
import dev.keyturn.throttle.RetryPolicy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The changes of an administrator to one user: {@code keyturn undo}, {@code keyturn mend} and
 * {@code keyturn rotate}. It first proposes a remedy from the present facts, and performs it only
 * if they have not changed.
 */
public final class Intervention {
  private final RunContext context;
  private final Ports ports;
  private final ClockGuard account;
  private final NoticeWriter noticeWriter;
  private final FactsReader reader;
  private final Decider decider;
  private final NoteStore notes;

  public Intervention(
      Settings settings,
      Ports ports,
      NoticeWriter noticeWriter,
      RuntimeEnvironment runtime,
      Events events) {
    this.account = new ClockGuard(ports.account(), runtime.clock());
    this.ports = ports.with(account);
    this.context = new RunContext(settings, this.ports, runtime, events);
    this.noticeWriter = noticeWriter;
    this.notes = new NoteStore(this.ports.bucketObjects(), events);
    this.reader = new FactsReader(this.ports, settings, events, notes);
    this.decider =
        new Decider(
            settings.policy(),
            reader,
            notes,
            () -> Reminders.none(Options.DAILY, settings.policy()));
  }

  /** The commands; their words are the reason in the audit trail. */
  public enum Command {
    UNDO,
    MEND,
    ROTATE
  }

  /**
   * What can be done for a user.
   *
   * @param wish what was asked for
   * @param decision what a run would decide today
   * @param use the last use of the key that an order is about; empty if it is not known
   */
  public record Proposal(
      Command command,
      Wish wish,
      Account.Identity identity,
      LocalDate today,
      Facts facts,
      Decision decision,
      Remedy remedy,
      Optional<LastUse> use) {}

  /**
   * Reads a user and proposes a remedy. Writes nothing.
   *
   * @throws CannotBegin if AWS cannot be asked, or there is no such user
   */
  public Proposal propose(Command command, UserName user) throws CannotBegin {
    return propose(command, Wish.NONE, user);
  }

  /** The same, for a wish. */
  public Proposal propose(Command command, Wish wish, UserName user) throws CannotBegin {
    StartCheck.Started begun = new StartCheck(ports, account, context.events()).check();
    Account.Identity identity = begun.identity();
    LocalDate today = begun.today();
    notes.read(identity.accountId());
    try {
      UserDecision decided = decider.decide(reader.of(user), today);
      Remedy remedy = remedy(command, wish, decided, today);
      return new Proposal(
          command,
          wish,
          identity,
          today,
          decided.facts(),
          decided.decision(),
          remedy,
          remedy instanceof Remedy.Order order ? use(user, order.oldKey()) : Optional.empty());
    } catch (PortFailure failure) {
      throw new CannotBegin(
          failure.kind() == PortFailure.Kind.NOT_FOUND ? Listing.noUser(user) : failure.message());
    }
  }

  private Optional<LastUse> use(UserName user, KeyId key) {
    try {
      return Optional.of(ports.keys().lastUse(user, key));
    } catch (PortFailure _) {
      return Optional.empty();
    }
  }

  private Remedy remedy(Command command, Wish wish, UserDecision decided, LocalDate today) {
    Setup setup = context.settings().setup(account.layout());
    return switch (command) {
      case ROTATE -> Orders.of(decided.facts(), wish, context.settings().policy(), setup, today);
      case UNDO -> Remedies.undo(decided.facts(), context.settings().policy(), today);
      case MEND ->
          decided.decision() instanceof Hold hold
              ? Remedies.mend(decided.facts(), hold, today, setup)
              : new Remedy.Hint(
                  decided.user()
                      + " is not held: there is nothing to mend. keyturn plan --verbose says what"
                      + " is due.");
    };
  }

  /**
   * Performs the proposed remedy.
   *
   * @return what was done
   * @throws CannotBegin if the user has changed, another run is at work and cannot be waited for,
   *     or nothing can be noted; nothing was changed
   * @throws PortFailure if a step failed; the steps before it were done
   */
  public Intervened carryOut(Proposal proposal, Change change) throws CannotBegin {
    LeasedSession session =
        new LeasedSession(context, word(proposal), proposal.identity(), new PermissionProbe(true));
    switch (session.take(Deadline.none())) {
      case AT_ONCE, AFTER_WAITING, WITHOUT -> {}
      case TOO_LATE, NO_TIME ->
          throw new CannotBegin(
              "Another run was at work all the time, or something rewrites the lease (%s). Nothing was changed. Run this again when it has ended; if none is at work, see who writes that object, and delete it."
                  .formatted(account.layout().key(BucketPaths.LEASE)));
    }
    AuditedEffects steps =
        new AuditedEffects(context, noticeWriter, session, notes, word(proposal));
    try {
      Instant readAt = steps.tick();
      Facts user = unchanged(proposal);
      carryOut(user, change, steps, readAt);
    } finally {
      notes.keep();
      session.end();
    }
    return new Intervened(
        new Intervened.By(
            context.settings().name(),
            proposal.identity().accountId(),
            proposal.today(),
            context.id()),
        proposal.facts().user(),
        proposal.decision().reason(),
        change);
  }

  private static String word(Proposal proposal) {
    return switch (proposal.command()) {
      case UNDO -> "undo";
      case MEND -> "mend";
      case ROTATE -> "rotate";
    };
  }

  private Facts unchanged(Proposal proposal) throws CannotBegin {
    UserDecision now;
    try {
      now = decider.decide(reader.of(proposal.facts().user()), proposal.today());
    } catch (PortFailure failure) {
      throw new CannotBegin(failure.message());
    }
    if (!remedy(proposal.command(), proposal.wish(), now, proposal.today())
        .equals(proposal.remedy())) {
      throw new CannotBegin(
          proposal.facts().user() + " has changed meanwhile. Run the command again.");
    }
    return now.facts();
  }

  private void carryOut(Facts user, Change change, AuditedEffects steps, Instant readAt)
      throws CannotBegin {
    switch (change) {
      case Remedy.BringBack back -> {
        begin(steps, user, back.oldKey(), "bring back");
        steps.withdraw(back.oldKey());
        bringBack(user, back.oldKey(), steps);
      }
      case Remedy.Order order -> {
        begin(steps, user, order.oldKey(), order.compromised() ? "order, compromised" : "order");
        steps.order(
            order.oldKey(), new Notes.Order(user.user(), steps.today(), order.compromised()));
      }
      case Remedy.WithdrawOrder withdrawal -> {
        begin(steps, user, withdrawal.oldKey(), "withdraw order");
        steps.withdraw(withdrawal.oldKey());
      }
      case Remedy.ClearRecord _ -> steps.forget(user.user());
      case Remedy.RewriteRecord rewrite -> rewrite(user, rewrite.record(), steps);
      case Remedy.ReplaceKey replace -> {
        demandNewKeys();
        begin(steps, user, replace.newKey(), "replace new key");
        replaceKey(user, replace, steps, readAt);
      }
    }
  }

  /** The same checks as before a run creates a key. */
  private void demandNewKeys() throws CannotBegin {
    StartCheck start = new StartCheck(ports, account, context.events());
    StartCheck.Started begun = start.check();
    Allowance mails = ports.mailer().allowance();
    Optional<Hold> hold = NewKeys.by(begun.bucket(), begun.sender(), mails).inTheWay();
    if (hold.isPresent()) {
      throw new CannotBegin(
          "No key can be made now (%s): %s. Nothing was changed. Run this again when that is mended."
              .formatted(hold.get().reason(), hold.get().detail()));
    }
  }

  /** A grace that begins again is noted: other people can write the record. */
  private static void rewrite(Facts user, UnderWay record, AuditedEffects steps) {
    if (record instanceof Rotated) {
      user.keysBut(record.oldKey()).forEach(key -> steps.noteGrace(key.id()));
    }
    steps.record(user.user(), record);
  }

  private static void begin(AuditedEffects steps, Facts user, KeyId key, String what)
      throws CannotBegin {
    try {
      steps.begin(user.user(), key, what);
    } catch (PortFailure failure) {
      throw new CannotBegin(
          "The audit trail could not be written, so nothing was changed: " + failure.message());
    }
  }

  /**
   * If another key works, records the new grace period before it activates the old key: a run in
   * between finds a key that its owner deactivated early, and deactivates nothing.
   */
  private static void bringBack(Facts user, KeyId oldKey, AuditedEffects steps) {
    boolean retired = steps.isRetired(oldKey);
    List<AccessKey> working =
        retired ? List.of() : user.keysBut(oldKey).stream().filter(AccessKey::active).toList();
    LocalDate today = steps.today();
    if (retired) {
      steps.kept(oldKey);
    }
    if (!working.isEmpty()) {
      steps.noteGrace(working.getLast().id());
      steps.record(user.user(), new Rotated(today, oldKey));
    }
    steps.activate(user.user(), oldKey);
    steps.notifyOwner(
        user,
        new Notice.BroughtBack(
            user.user(),
            steps.seen(user, oldKey),
            working.isEmpty()
                ? new Next.Kept()
                : new Next.Deactivated(
                    steps.seen(user.user(), working.getLast()),
                    steps.after(today, steps.policy().deactivateDays()))));
    if (working.isEmpty()) {
      steps.forget(user.user());
    }
  }

  /**
   * Replaces the new key like an orphan: claims its object name before deleting it, and announces
   * its file instead if the file exists after all. If the process dies before the new record is
   * written, the old record makes the next run start the rotation over.
   */
  private void replaceKey(
      Facts user, Remedy.ReplaceKey remedy, AuditedEffects steps, Instant readAt)
      throws CannotBegin {
    Rotating now = new Rotating(steps.now().truncatedTo(ChronoUnit.SECONDS), remedy.oldKey());
    Rotate replace =
        new Rotate(
            Reason.Rotate.RESUME_ORPHAN, remedy.oldKey(), new Stage.Replace(now, remedy.newKey()));
    switch (new Rotation(ports, steps, new RetryPolicy(context.environment()))
        .carryOut(user, replace, readAt)) {
      case Rotation.Result.HandedOver _ -> {}
      case Rotation.Result.NoRoom _ ->
          throw new PortFailure(
              PortFailure.Kind.REFUSED,
              "the slot of the deleted key is not free yet; the next run continues");
      case Rotation.Result.Conflict conflict ->
          throw new PortFailure(PortFailure.Kind.REFUSED, conflict.why());
    }
  }
}
