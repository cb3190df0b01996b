package dev.keyturn.sandbox.organization;

import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.http.AwsRefusal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The organization of a sandbox, which does not exist until an account creates it. Accounts may
 * stay outside of it. May be called from any thread; this object's monitor guards everything.
 */
public final class Organization {
  private final InstantSource clock;
  private final Map<String, Member> members = new TreeMap<>();
  private final Map<String, Unit> units = new LinkedHashMap<>();

  /** The parents of accounts. */
  private final Map<String, String> parents = new HashMap<>();

  private final Map<String, Map<String, String>> tags = new HashMap<>();
  private final Set<String> delegated = new TreeSet<>();
  private final ControlPolicies controls = new ControlPolicies();
  private String management = "";
  private boolean emptyPages;

  Organization(InstantSource clock) {
    this.clock = clock;
  }

  /** CreateOrganization; returns its id. The account becomes the management account. */
  public synchronized String create(String account) {
    if (!management.isEmpty()) {
      throw new AwsRefusal(
          400,
          "AlreadyInOrganizationException",
          "The AWS account is already a member of an organization.");
    }
    management = account;
    Unit root = new Unit("r-" + suffix(0).substring(4), "Root", "");
    units.put(root.id(), root);
    add(account, "management", "INVITED");
    return id();
  }

  /** Adds an account under the root, as an accepted invitation does. */
  public synchronized void join(String account) {
    add(account, "account-" + account, "INVITED");
  }

  /** Adds an account under the root, as CreateAccount does. */
  public synchronized void created(String account, String name) {
    add(account, name, "CREATED");
  }

  private void add(String account, String name, String method) {
    String email = "aws+" + account + "@corp.example";
    Member.Joined joined = new Member.Joined(method, clock.instant());
    members.put(account, new Member(account, name, email, joined, AccountState.ACTIVE));
    parents.put(account, root().id());
  }

  /** The id of an account's organization: empty for accounts outside. */
  public synchronized Optional<String> idFor(String account) {
    return members.containsKey(account) ? Optional.of(id()) : Optional.empty();
  }

  private String id() {
    return "o-" + suffix(Long.parseLong(management)) + "ab";
  }

  /** Eight letters and digits for a number. */
  static String suffix(long number) {
    return Long.toString(78_364_164_096L + number % 1_000_000_000_000L, 36);
  }

  public synchronized String management() {
    return management;
  }

  /** RegisterDelegatedAdministrator. */
  public synchronized void delegate(String account) {
    delegated.add(member(account).account());
  }

  /** Whether an account may read the organization. */
  public synchronized boolean administrator(String account) {
    return account.equals(management) || delegated.contains(account);
  }

  public synchronized Member member(String account) {
    return Optional.ofNullable(members.get(account))
        .orElseThrow(() -> missing("AccountNotFoundException", "account " + account));
  }

  /** All members by account id. */
  public synchronized List<Member> members() {
    return List.copyOf(members.values());
  }

  /** The accounts directly under a unit or the root. */
  public synchronized List<Member> membersOf(String parent) {
    unit(parent);
    return members.values().stream()
        .filter(member -> parent.equals(parents.get(member.account())))
        .toList();
  }

  /** The top unit, of which there is one. */
  public synchronized Unit root() {
    return units.values().stream()
        .findFirst()
        .orElseThrow(
            () ->
                new AwsRefusal(
                    400,
                    "AWSOrganizationsNotInUseException",
                    "Your account is not a member of an organization."));
  }

  public synchronized Unit unit(String id) {
    return Optional.ofNullable(units.get(id))
        .orElseThrow(() -> missing("ParentNotFoundException", "parent " + id));
  }

  /** The units directly under a unit or the root. */
  public synchronized List<Unit> unitsOf(String parent) {
    unit(parent);
    return units.values().stream().filter(unit -> unit.parent().equals(parent)).toList();
  }

  /** CreateOrganizationalUnit; returns its id. */
  public synchronized String createUnit(String parent, String name) {
    if (unitsOf(parent).stream().anyMatch(unit -> unit.name().equals(name))) {
      throw new AwsRefusal(
          400,
          "DuplicateOrganizationalUnitException",
          "An OU with the same name exists in this parent.");
    }
    String id = "ou-" + root().id().substring(2) + "-" + suffix(units.size());
    units.put(id, new Unit(id, name, parent));
    return id;
  }

  /** The parent of an account or unit. */
  public synchronized Unit parentOf(String child) {
    String parent =
        Optional.ofNullable(parents.get(child))
            .or(() -> Optional.ofNullable(units.get(child)).map(Unit::parent))
            .filter(found -> !found.isEmpty())
            .orElseThrow(() -> missing("ChildNotFoundException", "child " + child));
    return unit(parent);
  }

  /** MoveAccount, from whatever parent it has. */
  public synchronized void move(String account, String to) {
    parents.put(member(account).account(), unit(to).id());
  }

  /** Changes an account's state; an account that is not usable can make no calls. */
  public synchronized void state(String account, AccountState state) {
    members.put(account, member(account).in(state));
  }

  /** Whether an account's principals can make calls; accounts outside always can. */
  public synchronized boolean usable(String account) {
    return Optional.ofNullable(members.get(account))
        .map(member -> member.state().usable())
        .orElse(true);
  }

  /** TagResource, of an account or unit. */
  public synchronized void tag(String id, Collection<Tag> added) {
    Map<String, String> those = tagsOf(id);
    added.forEach(tag -> those.put(tag.key(), tag.value()));
  }

  public synchronized void untag(String id, Collection<String> keys) {
    tagsOf(id).keySet().removeAll(keys);
  }

  public synchronized List<Tag> tags(String id) {
    return tagsOf(id).entrySet().stream()
        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
        .toList();
  }

  private Map<String, String> tagsOf(String id) {
    if (!members.containsKey(id) && !units.containsKey(id)) {
      throw missing("TargetNotFoundException", "target " + id);
    }
    return tags.computeIfAbsent(id, _ -> new TreeMap<>());
  }

  /** CreatePolicy of a service control policy; returns its id. */
  public synchronized String createControl(String document) {
    return controls.create(document);
  }

  /** AttachPolicy, to an account, a unit or the root. */
  public synchronized void attach(String policy, String target) {
    tagsOf(target);
    controls.attach(policy, target);
  }

  public synchronized void detach(String policy, String target) {
    tagsOf(target);
    controls.detach(policy, target);
  }

  /**
   * The service control policies of an account, level by level, each of which has to allow
   * (docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html).
   * None for the management account and for accounts outside.
   */
  public synchronized List<List<String>> controls(String account) {
    List<List<String>> levels = new ArrayList<>();
    if (members.containsKey(account) && !account.equals(management)) {
      levels.add(controls.documents(account));
      for (Unit at = parentOf(account); true; at = parentOf(at.id())) {
        levels.add(controls.documents(at.id()));
        if (at.isRoot()) {
          break;
        }
      }
    }
    return levels;
  }

  /**
   * Sets whether listings have an empty page before each further one: they "can occasionally return
   * an empty set of results even when more results are available" (API_ListAccounts).
   */
  public synchronized void emptyPages(boolean wanted) {
    emptyPages = wanted;
  }

  public synchronized boolean emptyPages() {
    return emptyPages;
  }

  static AwsRefusal missing(String code, String what) {
    return new AwsRefusal(400, code, "You specified an entity that doesn't exist: " + what + ".");
  }
}
