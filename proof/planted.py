"""The faults that proof/plant plants: name, description, and edits of (file, old text, new text).

Each old text must occur in its file exactly once, so that an outdated fault fails.
"""

import pathlib
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Fault(NamedTuple):
    name: str
    what: str
    edits: list[tuple[str, str, str]]
    # The package whose simulation is to find it.
    world: str = "simulation"
    # The first seed to plant it with, if from seed 1 on thousands pass before one fails.
    first: int = 1

    def planted(self) -> dict[str, str]:
        """The files of the fault, with the fault in them. A ValueError says which old text does not occur exactly once."""
        files: dict[str, str] = {}
        for path, old, new in self.edits:
            text = files.get(path) or (ROOT / path).read_text()
            if text.count(old) != 1:
                raise ValueError(f"{self.name}: {path} holds this {text.count(old)} times instead of once:\n{old}")
            files[path] = text.replace(old, new)
        return files


CORE = "core/src/main/java/dev/keyturn/"
LAMBDA = "lambda/src/main/java/dev/keyturn/lambda/"
AWS = "aws/src/main/java/dev/keyturn/aws/"
MODEL = "proof/src/test/java/dev/keyturn/proof/model/"

FAULTS = [
    Fault("record-after-create", "the record is written after the key is made, not before", [
        (CORE + "apply/Rotation.java",
         "case Stage.Begin _ -> make(user, recordNow(user.user(), oldKey), true);",
         "case Stage.Begin _ -> make(user, new Rotating(steps.now(), oldKey), true);"),
        (CORE + "apply/Rotation.java",
         "case Creation.Made made -> store(user, recorded.oldKey(), made, begunHere);",
         """case Creation.Made made -> {
        steps.record(user.user(), recorded);
        yield store(user, recorded.oldKey(), made, begunHere);
      }"""),
    ]),
    Fault("no-fresh-read", "effects depend on what was read for the plan", [
        (CORE + "apply/UserApplier.java",
         """        due.reason() == Reason.Warn.WARNING && steps.within(TAGS_OF_A_WARNING, plan.began())
            ? reader.rereadKeys(planned)
            : reader.reread(planned);""",
         "        planned;"),
    ]),
    Fault("grace-from-creation", "the old key's grace period is counted from the new key's creation, not from the mail", [
        (CORE + "apply/Rotation.java",
         "rotated(accepted, oldKey, user.key(newKey), steps.policy())",
         "rotated(user.key(newKey).map(dev.keyturn.facts.AccessKey::createdOn).orElse(accepted), oldKey,"
         " user.key(newKey), steps.policy())"),
    ]),
    Fault("retention-from-rotation", "the retention of the old key is counted from the rotation", [
        (CORE + "apply/Deactivation.java",
         """    }
    steps.record(user.user(), new Deactivated(steps.today(), oldKey));""",
         """    }
    steps.record(user.user(),
        new Deactivated(((dev.keyturn.facts.RotationRecord.UnderWay) user.record()).day(), oldKey));"""),
    ]),
    Fault("day-early", "the old key is deactivated a day too early", [
        (CORE + "policy/UnderWayPlanner.java",
         "days(record.day(), today) <= policy.deactivateDays()",
         "days(record.day(), today) < policy.deactivateDays()"),
        (CORE + "policy/Retirement.java",
         "if (!newKey.olderThan(policy.deactivateDays(), today)) {",
         "if (!newKey.olderThan(policy.deactivateDays() - 1, today)) {"),
    ]),
    Fault("any-successor", "the record alone proves that another key replaces one in use", [
        (CORE + "policy/Retirement.java",
         """    return user.evidence().notes().file(newKey.id()).isPresent()
        && newKey.created().isAfter(old().created());""",
         "    return true;"),
    ]),
    Fault("weekend", "an old key is deleted on a day without action", [
        (CORE + "plan/ActionDays.java",
         "case Delete delete -> delete.from() == DeletionStep.DELETING;",
         "case Delete delete -> delete.from() == DeletionStep.NOTIFYING;"),
    ]),
    Fault("threshold-shortens", "a tag has a key replaced before it is overdue", [
        (CORE + "policy/OwnThresholds.java",
         "Read.of(OVERDUE_TAG, tags.overdue(), policy.overdueDays(), policy.overdueDays(), most);",
         "Read.of(OVERDUE_TAG, tags.overdue(), policy.overdueDays(), 1, most);"),
        (CORE + "policy/OwnThresholds.java",
         "policy.with(warning.days(), overdue.days())",
         "policy.with(Math.clamp(warning.days(), 0, overdue.days() - 1), overdue.days())"),
    ]),
    Fault("retry-on-create", "a key is made again after an unclear outcome", [
        (CORE + "apply/Rotation.java",
         "if (!failure.clear() || attempt >= RetryPolicy.attempts(failure.kind())) {",
         "if (attempt >= RetryPolicy.attempts(failure.kind())) {"),
    ]),
    Fault("no-claim", "an orphan is deleted though its name was not claimed", [
        (CORE + "apply/Rotation.java",
         """    if (!steps.claim(user.user(), orphan)
        && steps.file(user.user(), orphan) == StoredFile.CREDENTIALS) {""",
         "    if (steps.file(user.user(), orphan) == StoredFile.CREDENTIALS) {"),
    ]),
    Fault("error-for-no", "a put of the file with an unclear outcome is treated as failed", [
        (CORE + "apply/Rotation.java",
         """      if (!failure.clear()) {
        throw failure;
      }
      steps.drop(user.user(), newKey);""",
         "      steps.drop(user.user(), newKey);"),
    ]),
    Fault("no-other-key", "the old key is deleted without a check for another active one", [
        (CORE + "policy/UnderWayPlanner.java",
         """      Facts user, Deactivated record, Policy policy, LocalDate today) {
""",
         """      Facts user, Deactivated record, Policy policy, LocalDate today) {
    if (days(record.day(), today) > policy.deletionDays()
        && !user.key(record.oldKey()).map(AccessKey::active).orElse(true)) {
      return new Delete(RETENTION_OVER, record, DeletionStep.DELETING);
    }
"""),
    ]),
    Fault("deletes-active", "a reactivated old key is deleted when its time is over", [
        (CORE + "policy/UnderWayPlanner.java",
         """      Facts user, Deactivated record, Policy policy, LocalDate today) {
""",
         """      Facts user, Deactivated record, Policy policy, LocalDate today) {
    if (days(record.day(), today) > policy.deletionDays() && user.activeKeys().size() > 1) {
      return new Delete(RETENTION_OVER, record, DeletionStep.DELETING);
    }
"""),
    ]),
    Fault("unchecked-deactivation", "a cut-off deactivation continues without a check for another active key", [
        (CORE + "policy/UnderWayPlanner.java",
         "case Pair.NewOff _ -> new Clear(NO_OTHER_ACTIVE_KEY);",
         "case Pair.NewOff _ -> new Deactivate(RESUME_DEACTIVATION, record.oldKey(), DeactivationStep.DEACTIVATING);"),
    ]),
    Fault("plain-put", "the put of the file is not conditional (in the port)", [
        (MODEL + "ModelPorts.java",
         "put(bucket, name, content, Map.of(), new Condition.Absent())",
         "put(bucket, name, content, Map.of(), new Condition.None())"),
    ]),
    Fault("orphan-by-file", "a second key without a file is treated as an orphan, regardless of its age and use", [
        (CORE + "policy/RotatingPlanner.java",
         "if (seen.use() instanceof LastUse.At || !record.fits(key) || !oldKeyWorks(user, record)) {",
         "if (!oldKeyWorks(user, record)) {"),
        (CORE + "policy/RotatingPlanner.java",
         "return record.fits(key) && user.evidence().notes().created(key, record.oldKey());",
         "return true;"),
    ]),
    Fault("orphan-by-record", "the record alone says that a second key is an orphan", [
        (CORE + "policy/RotatingPlanner.java",
         "return record.fits(key) && user.evidence().notes().created(key, record.oldKey());",
         "return record.fits(key);"),
    ]),
    Fault("unnoted-key", "a key is made before the notes say so", [
        (CORE + "apply/Rotation.java",
         "          steps.noteCreating(user, recent);\n",
         ""),
    ]),
    Fault("no-settling", "no wait until reads are consistent", [
        (CORE + "apply/UserApplier.java",
         "Duration rest = ConsistencyDelay.rest(user, due, now.minus(seen), now);",
         "Duration rest = Duration.ZERO;"),
    ]),
    Fault("stored-too-soon", "stored is recorded before the file is put", [
        (CORE + "apply/Rotation.java",
         "      put = steps.store(handOver);",
         """      steps.record(user.user(), new Stored(steps.now().truncatedTo(ChronoUnit.SECONDS), oldKey));
      put = steps.store(handOver);"""),
    ]),
    Fault("no-mail-on-resume", "a rotation that was cut off before the mail ends without one", [
        (CORE + "apply/Rotation.java",
         "case Stage.Notify notify -> notifyOwner(user, oldKey, notify.newKey(), unknown);",
         """case Stage.Notify notify -> {
        steps.record(user.user(), new Dated(steps.today(), oldKey));
        yield new Result.HandedOver(notify.newKey());
      }"""),
    ]),
    Fault("record-before-mail", "the rotation is recorded as done before the mail is sent", [
        (CORE + "apply/Rotation.java",
         """    LocalDate accepted = steps.announce(user, oldKey, newKey, notice(user, oldKey, newKey, expiry));
    steps.record(user.user(), rotated(accepted, oldKey, user.key(newKey), steps.policy()));""",
         """    steps.record(user.user(), rotated(steps.today(), oldKey, user.key(newKey), steps.policy()));
    LocalDate _ = steps.announce(user, oldKey, newKey, notice(user, oldKey, newKey, expiry));"""),
    ]),
    Fault("mail-before-file", "the new key is announced before its file is stored", [
        (CORE + "apply/Rotation.java",
         """    try {
      put = steps.store(handOver);""",
         """    LocalDate _ = steps.notifyOwner(user, new Notice.ReplacedAfterwards(
        user.user(), oldKey, newKey, ports.credentialStore().place(steps.fileName(user.user(), newKey), new Expiry.Unknown())));
    try {
      put = steps.store(handOver);"""),
    ]),
    Fault("off-before-off", "the old key is recorded as deactivated before it is", [
        (CORE + "apply/Deactivation.java",
         "      steps.record(user.user(), new Deactivating(steps.today(), oldKey));",
         "      steps.record(user.user(), new Deactivated(steps.today(), oldKey));"),
    ]),
    Fault("lost-lease", "a run continues although another has taken its lease", [
        (CORE + "state/Lease.java",
         """          hold = new Hold.Lost();
          throw lost();""",
         "          return;"),
    ]),
    Fault("two-calls", "the two tags are written in two calls", [
        (CORE + "apply/AuditedEffects.java",
         """        () ->
            ports
                .users()
                .tag(
                    user,
                    Map.of(
                        settings.dateTag(), record.dateTag(),
                        settings.oldKeyTag(), record.oldKey().value())));""",
         """        () -> {
          ports.users().tag(user, Map.of(settings.dateTag(), record.dateTag()));
          ports.users().tag(user, Map.of(settings.oldKeyTag(), record.oldKey().value()));
        });"""),
    ]),
    Fault("case-of-tags", "tag keys in another case are not found", [
        (CORE + "facts/Tags.java", "return spelling(key).map(values::get);", "return Optional.ofNullable(values.get(key));"),
    ]),
    Fault("no-tag-limit", "the limit of 50 tags is not checked", [
        (CORE + "facts/Tags.java", "return values.size() + missing <= LIMIT;", "return missing >= 0;"),
    ]),
    Fault("own-clock", "dates are taken from the machine's clock", [
        (CORE + "apply/AuditedEffects.java",
         """  public Instant now() {
    return ports.account().now();""",
         """  public Instant now() {
    return context.environment().clock().instant();"""),
    ]),
    Fault("no-second-grace", "the run does not wait for an owner who never fetched the new key", [
        (CORE + "policy/Retirement.java",
         "&& (waits || untold)) {",
         "&& untold) {"),
    ]),
    Fault("slept-in-between", "a machine that slept continues with stale reads", [
        (CORE + "apply/AuditedEffects.java",
         "return within(FRESH, readAt);",
         "return true;"),
    ]),
    Fault("exempt-rotated", "an exemption does not keep a key from being replaced", [
        (CORE + "policy/Restraints.java", "case Rotate rotate -> makesKey(rotate);", "case Rotate _ -> false;"),
    ]),
    Fault("unannounced-shut-out", "a compromised key is deactivated before its successor is announced", [
        (CORE + "policy/Justified.java",
         "file.accepted()",
         "file.mails() >= 0"),
    ], first=8301),
    Fault("compromised-in-reach", "the successor of a compromised key is stored where its owner reads", [
        (CORE + "facts/Notes.java", "? Delivery.ADMINISTRATOR", "? Delivery.OWNER"),
    ]),
    Fault("exposed-again", "the key that replaced an exposed one is replaced again, day by day", [
        (CORE + "policy/ExposedKeys.java",
         "&& !isSuccessor(user.keys().getFirst(), user.evidence().notes());",
         "&& (!isSuccessor(user.keys().getFirst(), user.evidence().notes())\n            || !(user.exemption() instanceof Exemption.Until));"),
    ]),
    Fault("exposed-by-itself", "an exposed key is replaced although no administrator wants that", [
        (CORE + "policy/ExposedKeys.java",
         "return policy.replacesExposed()\n        && canBeReplaced",
         "return canBeReplaced"),
    ]),
    Fault("notice-early", "a key is replaced a day before the notice is over", [
        (CORE + "policy/NoticePeriod.java",
         "!replacedOn(user, key, policy, today).isAfter(today)",
         "!replacedOn(user, key, policy, today).isAfter(today.plusDays(1))"),
    ]),
    Fault("notice-former-owner", "a warning to another address counts as notice", [
        (CORE + "facts/Notes.java",
         ".filter(noted -> noted.owner().equals(mark(at.address())))",
         ".filter(noted -> !mark(at.address()).isEmpty())"),
    ]),
    Fault("unused-unwarned", "an unused key is deactivated a day too early", [
        (CORE + "policy/UnusedKeys.java",
         "return warnedOn(user, key, policy, today).plusDays(policy.deactivateDays() + 1L);",
         "return warnedOn(user, key, policy, today).plusDays(policy.deactivateDays());"),
    ]),
    Fault("unused-by-report", "an unused key is deactivated by an old report of its last use", [
        (CORE + "policy/UnusedKeys.java",
         "return user.evidence().ofOldKey(key.id()).isPresent()",
         "return use(user, key.id()).isPresent()"),
    ]),
    Fault("quarantined-rotated", "a quarantine by AWS holds only users for whom nothing is due", [
        (CORE + "policy/Restraints.java",
         ".filter(_ -> decision instanceof Hold || yields(decision))",
         ".filter(_ -> decision instanceof Hold || decision instanceof Nothing)"),
    ]),
    Fault("exempt-last-day", "an exemption ends on the morning of its last day", [
        (CORE + "facts/Exemption.java", "until.day().isBefore(today)", "!until.day().isAfter(today)"),
    ]),
    Fault("suppressed-owner", "the run does not check whether SES suppresses the address", [
        (CORE + "policy/Restraints.java", "needsNotification(decision) ? ifDeliverable(decision, user) : decision", "decision"),
    ]),
    Fault("in-use", "the old key is deactivated though it was used yesterday", [
        (CORE + "policy/Retirement.java",
         "if (proven() && days() > (long) policy.deactivateDays() + policy.inUseGraceDays()) {",
         "if (proven() && days() > policy.deactivateDays()) {"),
    ]),
    Fault("one-too-many", "a run acts on one user more than allowed", [
        (CORE + "plan/Quota.java", ".skip(actions)", ".skip(actions + 1L)"),
    ]),
    Fault("silent-too-long", "a warning is repeated a day later than it should", [
        (CORE + "policy/Reminders.java",
         "today.isBefore(said.day().plusDays(everyDays))",
         "!today.isAfter(said.day().plusDays(everyDays))"),
    ]),
    Fault("silent-at-the-end", "a warning is not repeated on the day before a key is due", [
        (CORE + "policy/Reminders.java", "left >= 0 && left <= LAST_DAYS", "left == 0 || (left > 1 && left <= LAST_DAYS)"),
    ]),
    Fault("warned-daily", "a warning is noted, and sent again all the same", [
        (CORE + "policy/Reminders.java", "? new Nothing(Reason.Nothing.REMINDED)", "? decision"),
    ]),
    Fault("young-rotated", "case 1: a key is made because the record says so, regardless of the old key's age", [
        (CORE + "policy/Justified.java",
         "if (!old.olderThan(policy.overdueDays(), today)) {",
         "if (today.isBefore(old.createdOn())) {"),
    ]),
    Fault("young-successor", "cases 2 and 3: the old key is deactivated while the new one is too young", [
        (CORE + "policy/Retirement.java",
         "if (!newKey.olderThan(policy.deactivateDays(), today)) {",
         "if (today.isBefore(newKey.createdOn())) {"),
    ]),
    Fault("recorded-retention", "case 4: the days until deletion are counted from the record", [
        (CORE + "policy/UnderWayPlanner.java",
         """        .filter(since -> days(since, today) > policy.deletionDays())
""",
         ""),
    ]),
    Fault("foreign-file", "case 5: any object under the new key's name is treated as its file", [
        (CORE + "apply/Rotation.java",
         "if (found == StoredFile.CREDENTIALS) {",
         "if (found != StoredFile.CLAIM) {"),
    ]),
    Fault("file-by-name", "case 6: any object under a name is treated as the stored file", [
        (CORE + "facts/StoredFile.java",
         "note.user().equals(user) && note.print().fits(found) ? CREDENTIALS : OTHER",
         "note.user().equals(user) ? CREDENTIALS : OTHER"),
    ]),
    Fault("announce-nothing", "case 7: the owner is told to fetch a file that is gone", [
        (CORE + "policy/UnderWayPlanner.java",
         "if (seen.obtainable()) {",
         "if (seen.file() != null) {"),
    ]),
    Fault("unreachable-key", "case 7: the old key is deactivated in use though no person can have the new one", [
        (CORE + "policy/Retirement.java",
         """    if (!file.plausible()) {
      return neverFetched("the old key was " + inUse.detail());
    }
""",
         ""),
        (CORE + "policy/Retirement.java",
         "return proven() && file == StoredFile.CREDENTIALS\n        ? deactivate()",
         "return proven() && file != null\n        ? deactivate()"),
    ]),
    Fault("unused-successor", "case 11: the old key is deactivated in use though the new one was never used", [
        (CORE + "policy/Retirement.java",
         "if (waits || days() <= (long) policy.deactivateDays() + policy.inUseGraceDays()) {",
         "if (days() <= (long) policy.deactivateDays() + policy.inUseGraceDays()) {"),
    ]),
    Fault("ses-unanswered", "case 8: keys are made though SES answers no check", [
        (CORE + "plan/NewKeys.java",
         "sender instanceof Answer.Unclear unclear\n",
         "sender instanceof Answer.Unclear unclear && unclear.why().isEmpty()\n"),
    ]),
    Fault("ses-sandbox", "case 8: keys are made though the account is in the SES sandbox", [
        (CORE + "plan/NewKeys.java", "when !known.anyRecipient() ->", "when known.left() < 0 ->"),
    ]),
    Fault("mails-fail", "case 8: a run continues with the next user though SES takes no mails", [
        (CORE + "apply/PermissionProbe.java",
         "    mailsFail.set(Optional.of(message));",
         "    mailsFail.set(Optional.of(message).filter(String::isEmpty));"),
    ]),
    Fault("bucket-unclear", "case 9: keys are made though it is unclear whether the bucket is public", [
        (CORE + "plan/NewKeys.java",
         "    if (bucket instanceof Answer.Unclear unclear) {",
         "    if (bucket instanceof Answer.Unclear unclear && unclear.why().isEmpty()) {"),
    ]),
    Fault("mails-not-counted", "a run whose mail is refused removes the note of another's accepted mail", [
        (CORE + "facts/Notes.java", "Math.max(0, file.mails() - 1)", "0"),
    ]),
    Fault("grace-by-record", "only the record says since when the grace of an old key runs", [
        (CORE + "policy/Retirement.java", "if (granted() <= policy.deactivateDays()) {", "if (granted() < 0) {"),
    ]),
    Fault("again-and-again", "a key that is reactivated repeatedly gets a grace period each time", [
        (CORE + "policy/UnderWayPlanner.java", "return before == 0\n", "return before >= 0\n"),
    ]),
    Fault("lease-or-not", "a run without the lease continues beside one that has it", [
        (CORE + "state/Lease.java",
         "if (failure.kind() != Kind.UNSUPPORTED) {",
         "if (failure.kind() == Kind.DENIED || failure.kind() == Kind.CREDENTIALS) {"),
    ]),
    Fault("org-session", "a session of another account than ordered is used", [
        (AWS + "org/OrderedAccount.java",
         "if (!identity.accountId().equals(ordered.value())) {",
         "if (identity.accountId().isEmpty()) {"),
    ], "organization"),
    Fault("org-prefix", "the prefix of an account that was worked on before is used again", [
        (AWS + "org/OrderedAccount.java",
         "return new BucketLayout.Member(new AccountId(identify().accountId()));",
         """return BEFORE.computeIfAbsent("", _ ->
        new BucketLayout.Member(new AccountId(identify().accountId())));"""),
        (AWS + "org/OrderedAccount.java",
         "public record OrderedAccount(Account session, AccountId ordered) implements Account {",
         """public record OrderedAccount(Account session, AccountId ordered) implements Account {
  private static final java.util.Map<String, BucketLayout> BEFORE =
      new java.util.concurrent.ConcurrentHashMap<>();
"""),
    ], "organization"),
    Fault("org-survey-session", "a survey asks for a session that may write", [
        (CORE + "org/Surveyor.java", "members.toRead(account.id())", "members.toAct(account.id())"),
    ], "organization"),
    Fault("org-ring", "the second ring is changed though too much of the first failed", [
        (LAMBDA + "OrganizationModes.java",
         "next(stop.isPresent() || ring >= RunSteps.RINGS ? 0 : ring + 1, objects)",
         "next(ring >= RunSteps.RINGS ? 0 : ring + 1, objects)"),
    ], "organization"),
    Fault("org-reached", "a run continues though it reaches far fewer accounts than the last one", [
        (CORE + "org/StopRules.java", "LEAST_REACHED_PERCENT = 90", "LEAST_REACHED_PERCENT = 50"),
    ], "organization"),
    Fault("org-limit", "each account may do as much as all together", [
        (CORE + "org/Actor.java",
         "settings.with(new ActionLimit.Allotted(task.allotment().actions()))",
         "settings"),
    ], "organization"),
    Fault("org-begun", "an account that was begun is begun again", [
        (LAMBDA + "OrganizationModes.java",
         'if (!objects.write("begun/" + account.id() + ".json", status(account.id(), "begun"))) {',
         'if (!objects.write("begun/" + account.id() + ".json", status(account.id(), "begun")) && tree.isEmpty()) {'),
    ], "organization"),
    Fault("org-second", "a second execution begins while one is at work", [
        (LAMBDA + "CurrentRun.java",
         "if (other.isPresent()) {\n      throw refused(other.get());",
         "if (other.isPresent() && run.isEmpty()) {\n      throw refused(other.get());"),
    ], "organization"),
    Fault("org-note", "an execution that cannot list the accounts counts as being at work", [
        (LAMBDA + "CurrentRun.java",
         "    return new CurrentRun(state, run);",
         """    CurrentRun current = new CurrentRun(state, run);
    current.begin(now);
    return current;"""),
    ], "organization"),
    Fault("org-unread", "canary accounts that could not be read do not count", [
        (LAMBDA + "OrganizationModes.java",
         ".filter(account -> account.ring() == ring)",
         """.filter(account -> account.ring() == ring
                && objects.read("act/" + account.id() + ".json", tree -> tree).isPresent())"""),
    ], "organization"),
    Fault("org-digest", "the digest is sent though SES's quota is used up", [
        (LAMBDA + "OrganizationMails.java", "if (sendable(1, 0) == 0) {", "if (sendable(1, 0) < 0) {"),
    ], "organization"),
    Fault("org-held", "an account whose tag forbids it is changed", [
        (CORE + "org/Survey.java", "return hold.isEmpty() && managed > 0;", "return managed > 0;"),
    ], "organization"),
    Fault("org-mails", "an account may send as many mails as all together", [
        (CORE + "org/AllottedMailer.java", "Known(part, Math.min(left, allotment.mails()),", "Known(part, left,"),
    ], "organization"),
    Fault("one-mail", "a compromised key counts as one mail, and is two", [
        (CORE + "plan/MailQuota.java", "shutsOut ? 2 : 1", "shutsOut ? 1 : 1"),
    ], "organization"),
    Fault("org-counts", "the report of an organization counts no deletions", [
        (CORE + "org/AccountResult.java",
         "by.put(verb, (int) report.count(verb));",
         "by.put(verb, verb == Verb.DELETE ? 0 : (int) report.count(verb));"),
    ], "organization"),
    Fault("org-lost", "an account that was begun and left no result counts as quiet", [
        (LAMBDA + "OrganizationSummary.java",
         "if (steps.begun(account.id())) {",
         "if (steps.begun(account.id()) && account.id().value().isEmpty()) {"),
    ], "organization"),
    Fault("org-stopped", "a run of which a step failed ends as if nothing had been left out", [
        (LAMBDA + "RunSteps.java", "if (noted.isPresent()) {", "if (noted.isPresent() || !dryRun) {"),
    ], "organization"),
]

# Not expected to be found: they break nothing that is simulated, or hardly ever. docs/simulation.md says why, and
# which tests find them.
NOT_SIMULATED = {"no-settling", "lost-lease", "slept-in-between"}
