package dev.keyturn.org;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountDirectory.Listed;
import dev.keyturn.org.AccountDirectory.Standing;
import dev.keyturn.org.Enrolment.Enrolled;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.PortFailure;
import dev.keyturn.settings.Organization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which accounts a run works on. */
class EnrolmentTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String ID = "o-exampleorgid";

  private final Map<String, List<Listed>> units = new TreeMap<>();
  private final List<String> asked = new ArrayList<>();

  private final AccountDirectory directory =
      new AccountDirectory() {
        @Override
        public Described describe() {
          asked.add("describe");
          return new Described(ID, new AccountId("999999999999"));
        }

        @Override
        public List<Listed> all() {
          asked.add("all");
          return units.values().stream().flatMap(List::stream).toList();
        }

        @Override
        public List<Listed> below(String unit) {
          asked.add(unit);
          List<Listed> found = units.get(unit);
          if (found == null) {
            throw new PortFailure(PortFailure.Kind.NOT_FOUND, "no unit " + unit);
          }
          return found;
        }

        @Override
        public Map<String, String> tags(AccountId account) {
          return Map.of();
        }
      };

  private static Listed listed(String id, Standing standing, String word) {
    return new Listed(new AccountId(id), "n" + id.charAt(0), standing, word, Instant.EPOCH);
  }

  private static Listed active(String digit) {
    return listed(digit.repeat(12), Standing.ACTIVE, "ACTIVE");
  }

  private static Organization.Of organization(
      Set<String> only, Set<String> excluded, Set<String> canary) {
    return new Organization.Of(
        ID,
        new Organization.Choice(only, excluded, canary),
        new Organization.Rollout(40, 10),
        "role",
        Optional.empty());
  }

  private Enrolment enrol(Organization.Of organization, String... only) throws CannotBegin {
    return Enrolment.of(directory, organization, Set.of(only), NOW);
  }

  private static List<String> ids(Enrolment enrolment) {
    return enrolment.accounts().stream().map(one -> one.id().value()).toList();
  }

  @Test
  void isAllActiveAccountsByOneListing() throws CannotBegin {
    units.put("ou-1", List.of(active("2"), active("1"), active("9")));
    units.put("ou-2", List.of(active("2")));
    Enrolment enrolment = enrol(organization(Set.of(), Set.of(), Set.of()));
    assertThat(enrolment.accounts())
        .containsExactly(
            new Enrolled(new AccountId("1".repeat(12)), "n1", 2, false, false),
            new Enrolled(new AccountId("2".repeat(12)), "n2", 2, false, false),
            new Enrolled(new AccountId("9".repeat(12)), "n9", 2, false, true));
    assertThat(asked).containsExactly("describe", "all");
  }

  @Test
  void isThatOfUnitsWithoutWhatIsExcludedAndTheCanariesFirst() throws CannotBegin {
    units.put("ou-1", List.of(active("1"), active("2"), active("3")));
    units.put("ou-2", List.of(active("3")));
    units.put("ou-3", List.of(active("2")));
    units.put("ou-4", List.of(active("4")));
    Organization.Of chosen =
        organization(Set.of("ou-1"), Set.of("ou-2", "444444444444"), Set.of("ou-3"));
    Enrolment enrolment = enrol(chosen);
    assertThat(enrolment.accounts())
        .extracting(one -> one.id().value().charAt(0) + " ring " + one.ring())
        .containsExactly("1 ring 2", "2 ring 1");
    assertThat(enrolment.others())
        .extracting(one -> one.account().value() + " " + one.state() + " " + one.detail())
        .containsExactly("333333333333 LEFT_OUT ORG_EXCLUDED");
    assertThat(ids(enrol(chosen, "ou-4"))).isEmpty();
    assertThat(asked).doesNotContain("all");
  }

  private String emptyCanary(String... canary) throws CannotBegin {
    Organization.Of chosen = organization(Set.of("ou-1"), Set.of(), Set.of(canary));
    return Enrolment.emptyCanary(chosen.choice(), enrol(chosen).accounts()).orElse("");
  }

  @Test
  void saysThatNoAccountIsACanaryIfTheSettingsNameUnitsOfCanaries() throws CannotBegin {
    units.put("ou-1", List.of(active("1"), active("2")));
    units.put("ou-2", List.of(active("2")));
    units.put("ou-3", List.of());
    units.put("ou-4", List.of(active("4")));
    assertThat(emptyCanary()).isEmpty();
    assertThat(emptyCanary("ou-2", "ou-3")).isEmpty();
    assertThat(emptyCanary("ou-3")).startsWith("The canary ring is empty: ").contains("(ou-3)");
    assertThat(emptyCanary("ou-4", "ou-3"))
        .as("its account is in none of ORG_UNITS")
        .contains("(ou-3, ou-4)");
  }

  @Test
  void leavesClosedAccountsOutAndNamesUnknownStates() throws CannotBegin {
    units.put(
        "ou-1",
        List.of(
            listed("111111111111", Standing.CLOSED, "SUSPENDED"),
            listed("222222222222", Standing.UNKNOWN, "DREAMING")));
    Enrolment enrolment = enrol(organization(Set.of(), Set.of(), Set.of()));
    assertThat(enrolment.accounts()).isEmpty();
    assertThat(enrolment.others())
        .extracting(AccountResult::state)
        .containsExactly(AccountState.LEFT_OUT, AccountState.FAILED);
    assertThat(enrolment.others().getLast().detail()).contains("'DREAMING'");
  }

  @Test
  void knowsAccountsThatMayNotHaveTheRoleYet() throws CannotBegin {
    units.put(
        "ou-1",
        List.of(
            new Listed(
                new AccountId("111111111111"),
                "new",
                Standing.ACTIVE,
                "ACTIVE",
                NOW.minus(Duration.ofHours(23))),
            new Listed(
                new AccountId("222222222222"),
                "older",
                Standing.ACTIVE,
                "ACTIVE",
                NOW.minus(Duration.ofHours(24)))));
    assertThat(enrol(organization(Set.of(), Set.of(), Set.of())).accounts())
        .extracting(Enrolled::young)
        .containsExactly(true, false);
  }

  @Test
  void isRefusedInAnotherOrganizationAndForUnknownUnits() {
    Organization.Of other =
        new Organization.Of(
            "o-otherotherot",
            new Organization.Choice(Set.of(), Set.of(), Set.of()),
            new Organization.Rollout(40, 10),
            "role",
            Optional.empty());
    assertThatThrownBy(() -> enrol(other))
        .isInstanceOf(CannotBegin.class)
        .hasMessageContaining("in the organization o-exampleorgid");
    assertThat(asked).containsExactly("describe");
    assertThatThrownBy(() -> enrol(organization(Set.of("ou-9"), Set.of(), Set.of())))
        .isInstanceOf(Enrolment.UnknownUnit.class)
        .hasMessage("no unit ou-9");
  }

  @Test
  void doesNotBeginIfAListingFails() {
    AccountDirectory failing =
        new AccountDirectory() {
          @Override
          public Described describe() {
            return directory.describe();
          }

          @Override
          public List<Listed> all() {
            throw new PortFailure(PortFailure.Kind.DENIED, "denied");
          }

          @Override
          public List<Listed> below(String unit) {
            return all();
          }

          @Override
          public Map<String, String> tags(AccountId account) {
            return Map.of();
          }
        };
    for (Set<String> units : List.of(Set.<String>of(), Set.of("ou-1"))) {
      assertThatThrownBy(
              () -> Enrolment.of(failing, organization(units, Set.of(), Set.of()), Set.of(), NOW))
          .isInstanceOf(CannotBegin.class)
          .hasMessageContaining("The accounts could not be listed: denied");
    }
  }
}
