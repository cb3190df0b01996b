package dev.keyturn.proof.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.org.RunObjects;
import dev.keyturn.demo.DemoOrganization;
import dev.keyturn.lambda.LogLines;
import dev.keyturn.lambda.OrganizationModes;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Fault;
import dev.keyturn.settings.Organization;
import dev.keyturn.settings.Settings;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The steps of the state machine against the sandbox, those about accounts at the same time and
 * each of them twice, while calls are throttled and replies are lost.
 */
final class SeventeenAccountsTest {
  private static final int LIMIT = 12;
  private static final int AT_ONCE = 40;

  /** Beside them are the hub, the management account, and one each that is closed, held, denied. */
  private static final int DUE = 17;

  private static final int OTHERS = 5;

  private static final String BAD_DAY = "day-1";

  /** Users whose write has no reply may fail, and are continued on the next day. */
  private static final int LOST = 7;

  private static final InstantSource MORNING =
      InstantSource.fixed(Instant.parse("2026-11-23T08:00:00Z"));

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService engine = Executors.newFixedThreadPool(AT_ONCE);
  private DemoOrganization place;
  private Aws hub;
  private OrganizationModes modes;

  @BeforeEach
  void anOrganization() throws Exception {
    place = DemoOrganization.open(0, DUE + OTHERS, MORNING);
    Map<String, String> variables = new HashMap<>(place.variables());
    variables.put("MAX_ACTIONS_PER_RUN", String.valueOf(LIMIT));
    variables.put("ORG_STOP_PERCENT", "100");
    if (!(Settings.read(variables) instanceof Settings.Checked.Sound(Settings settings, _))
        || !(settings.options().organization() instanceof Organization.Of organization)) {
      throw new IllegalStateException("unsound settings");
    }
    RuntimeEnvironment runtime =
        new RuntimeEnvironment(MORNING, _ -> {}, new SecureRandom(), executor);
    hub = Aws.connect(settings, runtime, place.standIn());
    modes = new OrganizationModes(settings, organization, hub, runtime, new MailFactory(settings));
    int age = 61;
    for (Account account : place.sandbox().accounts().all()) {
      if (!account.id().equals(place.hub().value()) && !account.groups().list().isEmpty()) {
        account.dismiss();
        hire(account, age++);
      }
    }
  }

  @AfterEach
  void close() {
    hub.close();
    place.close();
    engine.close();
    executor.close();
  }

  private void hire(Account account, int age) {
    Instant now = place.sandbox().clock().instant();
    Instant made = now.minus(Duration.ofDays(age));
    account
        .users()
        .importUser(
            new NewUser(
                "alice",
                "/",
                made,
                List.of(new Tag("email", "alice@corp.example")),
                List.of("keyturn-owners"),
                List.of(
                    new NewUser.NewKey(
                        made,
                        AccessKey.Status.ACTIVE,
                        new LastUse.At(now.minus(Duration.ofDays(1)), "eu-central-1", "s3")))));
  }

  private Map<?, ?> step(String mode, String run, Map<String, Object> members) throws CannotBegin {
    Map<String, Object> event = new HashMap<>(members);
    event.put("mode", mode);
    event.put("run", run);
    return JsonTree.object(
        modes.run(JsonTree.write(event), new LogLines(MORNING, _ -> {}), Deadline.none()));
  }

  /** A map state whose engine loses each answer once, so that each step is there twice. */
  private void map(String mode, String run, String list) throws Exception {
    String name = list.substring(list.lastIndexOf('/') + 1);
    List<Future<Map<?, ?>>> steps = new ArrayList<>();
    RunObjects objects = new RunObjects(hub.ports().bucketObjects(), run);
    for (Map<?, ?> account : objects.<Map<?, ?>>list(name, tree -> tree)) {
      for (int time = 0; time < 2; time++) {
        steps.add(engine.submit(() -> step(mode, run, Map.of("account", account))));
      }
    }
    for (Future<Map<?, ?>> step : steps) {
      step.get();
    }
  }

  /** The accounts in which an execution wrote. */
  private Set<String> changed(String run) throws Exception {
    place.sandbox().calls().clear();
    hub.ports().mailer().allowance();
    map("survey", run, JsonTree.text(step("enrol", run, Map.of()), "list"));
    if (run.equals(BAD_DAY)) {
      lose();
    }
    Map<?, ?> next = step("allot", run, Map.of());
    while (next.get("ring") instanceof BigDecimal ring && ring.signum() > 0) {
      map("act", run, JsonTree.text(next, "list"));
      next = step("judge", run, Map.of("ring", ring));
    }
    place.sandbox().faults().clear();
    Map<?, ?> _ = step("summarize", run, Map.of());
    return place.sandbox().calls().entries().stream()
        .filter(call -> Set.of("TagUser", "CreateAccessKey").contains(call.action()))
        .map(CallLog.Entry::account)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Replies of writes are lost, and calls are throttled. */
  private void lose() {
    order(Fault.next("iam", "CreateAccessKey", Fault.Effect.DROP_AFTER).times(3, 3));
    order(Fault.next("iam", "TagUser", Fault.Effect.DROP_AFTER).times(3, 4));
    order(Fault.next("s3", "PutObject", Fault.Effect.DROP_AFTER).forUser("credential"));
    order(Fault.next("iam", "*", Fault.Effect.THROTTLE).times(12, 9));
  }

  private void order(Fault fault) {
    place.sandbox().faults().order(fault);
  }

  @Test
  void twelveOfSeventeenAreChangedAndTheOthersOnTheNextDay() throws Exception {
    Set<String> first = changed(BAD_DAY);
    assertThat(first).hasSize(LIMIT);
    assertThat(lost()).isEqualTo(LOST);
    place.passDay();
    Set<String> second = changed("day-2");
    assertThat(second).hasSizeBetween(DUE - LIMIT, LIMIT);
    second.addAll(first);
    assertThat(second).hasSize(DUE);
  }

  /** The number of calls without a reply. */
  private long lost() {
    return place.sandbox().calls().entries().stream()
        .filter(call -> call.status() == CallLog.DROPPED)
        .count();
  }
}
