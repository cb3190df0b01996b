package dev.keyturn.report;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.Evidence;
import dev.keyturn.facts.Evidence.Finding;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.plan.Plan;
import dev.keyturn.plan.UserDecision;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.ReportedKey;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.report.SeenKey.Use;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All active keys of an account, as they were before the run. For users whose keys were not listed,
 * they are taken from the credential report.
 *
 * @param keys oldest first
 * @param unseen the number of users whose keys are unknown
 * @param reported whether there was a credential report
 */
public record Inventory(List<SeenKey> keys, int unseen, boolean reported) {
  public Inventory {
    keys = List.copyOf(keys);
  }

  /** The inventory of a plan. */
  public static Inventory of(Plan plan) {
    return of(plan, plan.reported());
  }

  /** The inventory of a plan with another credential report. */
  public static Inventory of(Plan plan, Map<UserName, ReportedUser> reported) {
    Count count = new Count(plan.today(), reported);
    plan.entries().forEach(count::add);
    Set<UserName> decided =
        plan.decisions().stream().map(UserDecision::user).collect(Collectors.toSet());
    plan.withoutAddress().stream().filter(user -> !decided.contains(user)).forEach(count::add);
    return count.inventory();
  }

  /** The inventory of the managed users only. */
  public static Inventory ofManaged(Plan plan) {
    Count count = new Count(plan.today(), plan.reported());
    plan.entries().forEach(count::add);
    return count.inventory();
  }

  /** The keys that are older than this number of days. */
  public List<SeenKey> olderThan(int days) {
    return keys.stream().filter(key -> key.ageDays() > days).toList();
  }

  /** The keys that are known to be unused for this number of days. */
  public List<SeenKey> unusedFor(int days) {
    return keys.stream().filter(key -> key.unusedFor(days)).toList();
  }

  /** The number of keys whose last use is unknown. */
  public long usesUnknown() {
    return keys.stream().filter(key -> key.use() instanceof Use.Unknown).count();
  }

  /** The keys of users who have several, user by user. */
  public List<SeenKey> severalOfOneUser() {
    Map<UserName, Integer> each = new HashMap<>();
    keys.forEach(key -> each.merge(key.user(), 1, Integer::sum));
    return keys.stream()
        .filter(key -> each.getOrDefault(key.user(), 0) > 1)
        .sorted(Comparator.comparing(SeenKey::user))
        .toList();
  }

  /** Collects the keys user by user. */
  private static final class Count {
    private final LocalDate today;
    private final Map<UserName, ReportedUser> reported;
    private final List<SeenKey> keys = new ArrayList<>();
    private int unseen;

    Count(LocalDate today, Map<UserName, ReportedUser> reported) {
      this.today = today;
      this.reported = reported;
    }

    Inventory inventory() {
      return new Inventory(
          keys.stream().sorted(Comparator.comparingLong(SeenKey::ageDays).reversed()).toList(),
          unseen,
          !reported.isEmpty());
    }

    void add(Plan.Entry entry) {
      switch (entry) {
        case Plan.Decided decided -> add(decided);
        case Plan.NotLooked quiet when quiet.why() == Reason.Nothing.NO_ACTIVE_KEY -> {}
        case Plan.NotLooked quiet -> add(quiet.user());
        case Plan.Unread unread -> add(unread.user());
      }
    }

    void add(UserName user) {
      Optional<ReportedUser> told = Optional.ofNullable(reported.get(user));
      told.ifPresentOrElse(
          found ->
              found.keys().stream()
                  .filter(ReportedKey::active)
                  .forEach(
                      key ->
                          keys.add(
                              new SeenKey(
                                  user, "", days(key.changed()), true, use(key.lastUse())))),
          () -> unseen++);
    }

    private void add(Plan.Decided decided) {
      List<AccessKey> all = decided.facts().keys();
      Map<KeyId, LastUse> uses = new HashMap<>();
      Optional.ofNullable(reported.get(decided.user()))
          .ifPresent(told -> uses.putAll(told.uses(all)));
      looked(decided.facts().evidence(), uses);
      for (AccessKey key : decided.facts().activeKeys()) {
        Use use =
            Optional.ofNullable(uses.get(key.id())).<Use>map(this::use).orElseGet(Use.Unknown::new);
        keys.add(new SeenKey(decided.user(), key.id().value(), key.ageDays(today), false, use));
      }
    }

    /** Last uses that were looked up are more recent than those in the report. */
    private static void looked(Evidence evidence, Map<KeyId, LastUse> uses) {
      for (Finding finding : evidence.findings()) {
        switch (finding) {
          case Finding.Reported found -> uses.putIfAbsent(found.key(), found.use());
          case Finding.NewKey found -> uses.put(found.key(), found.use());
          case Finding.OldKey found -> uses.put(found.key(), found.use());
          case Finding.Address _, Finding.Access _, Finding.Noted _, Finding.Quarantined _ -> {}
        }
      }
    }

    private Use use(LastUse use) {
      return switch (use) {
        case LastUse.Never _ -> new Use.Never();
        case LastUse.At(Instant time, String service, String region) ->
            new Use.Ago(Math.max(0, days(time)), service, region);
      };
    }

    private long days(Instant since) {
      return ChronoUnit.DAYS.between(LocalDate.ofInstant(since, ZoneOffset.UTC), today);
    }
  }
}
