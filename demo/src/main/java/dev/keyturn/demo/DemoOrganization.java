package dev.keyturn.demo;

import dev.keyturn.aws.client.StandIn;
import dev.keyturn.facts.AccountId;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.mail.Mailroom;
import dev.keyturn.sandbox.objects.Setting;
import dev.keyturn.sandbox.organization.AccountState;
import dev.keyturn.sandbox.organization.Organization;
import dev.keyturn.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A running sandbox with an organization in it: a management account, a hub account that lists
 * accounts as a delegated administrator and enters them by a role, and members with users. The same
 * number of accounts makes the same organization.
 */
public final class DemoOrganization implements AutoCloseable {
  /** The smallest organization: each kind of account exists in it. */
  public static final int FEWEST = 8;

  private static final long SEED = 20_261_122;
  private static final String MANAGEMENT = "100000000001";
  private static final String ROLE = "keyturn-member-prod";
  private static final Duration AGE = Duration.ofDays(90);

  /** A send rate that does not slow the demo down. */
  private static final int MAILS_A_SECOND = 1000;

  private static final int UNLIMITED = -1;

  private static final List<String> TEAMS =
      List.of(
          "canary",
          "payments",
          "legacy",
          "archive",
          "exempt",
          "data-lake",
          "search",
          "web",
          "mobile",
          "billing",
          "logistics",
          "support",
          "research",
          "build",
          "identity",
          "network");

  private static final List<String> USERS = List.of("alice", "bob", "carol", "dave", "ci-deploy");

  private final Sandbox sandbox;
  private final AccessKey hubKey;
  private final Map<String, String> variables = new TreeMap<>();
  private final List<String> members = new ArrayList<>();

  private DemoOrganization(Sandbox sandbox, int accounts) {
    this.sandbox = sandbox;
    sandbox.accounts().create(MANAGEMENT);
    String id = sandbox.organization().create(MANAGEMENT);
    Account hub = sandbox.account();
    sandbox.organization().join(hub.id());
    sandbox.organization().delegate(hub.id());
    Company.moveIn(sandbox, List.of());
    hub.mailroom(sandbox.region())
        .standing(new Mailroom.Standing(true, true, UNLIMITED, MAILS_A_SECOND));
    hub.buckets().set(Company.BUCKET, Setting.POLICY, MemberPolicies.bucket(Company.BUCKET, id));
    this.hubKey = hub.userWith("keyturn", MemberPolicies.hub(Company.BUCKET, ROLE));
    admitKeyturn(hub, id);
    variables.putAll(Company.settings(sandbox));
    variables.put("ORG_ID", id);
    variables.put("ORG_ROLE_NAME", ROLE);
    for (int i = 0; i < accounts - 2; i++) {
      String team = TEAMS.get(i % TEAMS.size()) + (i < TEAMS.size() ? "" : i / TEAMS.size() + 1);
      members.add(sandbox.accounts().createMember(team, Optional.empty()));
    }
    sandbox.clock().advance(AGE);
    RandomGenerator random = new Random(SEED);
    members.forEach(member -> settle(sandbox.accounts().get(member), random, id));
    unusual(sandbox.organization());
  }

  /**
   * Starts one.
   *
   * @param accounts at least {@link #FEWEST}, the hub and the management account among them
   * @throws IOException if the port is taken
   */
  public static DemoOrganization open(int port, int accounts, InstantSource clock)
      throws IOException {
    InstantSource earlier = () -> clock.instant().minus(AGE);
    Setup setup = Setup.of(earlier, new Random(SEED)).onPort(port);
    return new DemoOrganization(Sandbox.start(setup), accounts);
  }

  private void admitKeyturn(Account account, String organization) {
    String hub = sandbox.account().id();
    account.roles().create(ROLE, "/", MemberPolicies.trust(hub, organization));
    account.roles().putPolicy(ROLE, "keyturn", MemberPolicies.MEMBER);
  }

  private void settle(Account account, RandomGenerator random, String organization) {
    admitKeyturn(account, organization);
    boolean first = account.id().equals(crashing().value());
    List<Person> people =
        USERS.subList(0, first ? 2 : 1 + random.nextInt(USERS.size())).stream()
            .map(
                name ->
                    new Person(
                        name,
                        name + "@corp.example",
                        Habit.ABSENT,
                        List.of(first ? 64 : random.nextInt(70))))
            .toList();
    account.groups().create(Company.OWNERS, "/");
    account
        .policies()
        .putGroupPolicy(Company.OWNERS, "fetch-own-key", MemberPolicies.owners(account.id()));
    Company.hire(account, people, sandbox.clock().instant());
  }

  /** One account denies access, one is closed, one is not to be changed, one is changed first. */
  private void unusual(Organization organization) {
    trust("o-otherotherot");
    organization.state(members.get(3), AccountState.CLOSED);
    organization.tag(members.get(4), List.of(new Tag("keyturn-exempt", "audit until Friday")));
    String canary = organization.createUnit(organization.root().id(), "canary");
    organization.move(members.getFirst(), canary);
    variables.put("ORG_CANARY_UNITS", canary);
  }

  /** The role in the denying account trusts the hub, as a caller of this organization. */
  private void trust(String organization) {
    sandbox
        .accounts()
        .get(denying().value())
        .roles()
        .trust(ROLE, MemberPolicies.trust(hub().value(), organization));
  }

  /** Repairs the account that denies access, as deploying its role again does. */
  public void admitAgain() {
    trust(variables.getOrDefault("ORG_ID", ""));
  }

  /** Advances the clock by a day. */
  public void passDay() {
    sandbox.clock().advance(Duration.ofDays(1));
  }

  /** The number of calls since this was last asked. */
  public int calls() {
    int calls = sandbox.calls().entries().size();
    sandbox.calls().clear();
    return calls;
  }

  /** The account that Keyturn works from. */
  public AccountId hub() {
    return new AccountId(sandbox.account().id());
  }

  /** The account that is changed before the others. */
  public AccountId canary() {
    return new AccountId(members.getFirst());
  }

  /** The account in which a run crashes on the first day. */
  public AccountId crashing() {
    return new AccountId(members.get(1));
  }

  /** The account that trusts another organization. */
  public AccountId denying() {
    return new AccountId(members.get(2));
  }

  /** The sandbox, for what else is to be changed in it. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /** How Keyturn gets there, as the hub. */
  public StandIn standIn() {
    return new StandIn(sandbox.endpoint(), sandbox.region(), hubKey.id(), hubKey.secret().reveal());
  }

  /** The variables of Keyturn's installation in the hub. */
  public Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  /** The same, checked. */
  public Settings settings() {
    return Company.checked(variables);
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
