package dev.keyturn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import dev.keyturn.inventory.OwnersFile;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.run.OwnerTags.Change;
import dev.keyturn.run.OwnerTags.Planned;
import dev.keyturn.run.Weather.Fate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Owners' addresses become tags of users, no other tag is touched, and it can be taken back. */
class OwnerTagsTest {
  private static final UserName ALICE = new UserName("alice");
  private static final UserName BOB = new UserName("bob");

  private final AccountFixture fixture =
      new AccountFixture()
          .user(ALICE, Map.of("team", "a"))
          .user(BOB, Map.of("Email", "old@corp.example", "team", "b"));
  private Weather weather = Weather.fine();

  private OwnerTags tags() {
    return new OwnerTags(
        new Connection(fixture.aws, weather, fixture.runtime()).ports().users(), "email");
  }

  private Planned plan(String lines) {
    return tags().plan(OwnersFile.read("user,email\n" + lines, Set.of()));
  }

  private void carryOut(Planned planned) {
    assertThat(planned.refused()).isEmpty();
    planned.changes().stream().filter(Change::writes).forEach(tags()::carryOut);
  }

  private Map<String, String> of(UserName user) {
    return fixture.aws.tags(user).values();
  }

  @Test
  void onlyTheAddressTagIsWrittenInTheSpellingThatTheUserHas() {
    Planned planned = plan("alice,alice@corp.example\nbob,bob@corp.example\n");
    assertThat(planned.changes()).extracting(Change::verb).containsExactly("add", "change");
    assertThat(of(ALICE)).doesNotContainKey("email");
    carryOut(planned);
    assertThat(of(ALICE)).isEqualTo(Map.of("team", "a", "email", "alice@corp.example"));
    assertThat(of(BOB)).isEqualTo(Map.of("team", "b", "Email", "bob@corp.example"));
  }

  @Test
  void whatIsRightAlreadyIsKept() {
    Planned planned = plan("bob,old@corp.example");
    assertThat(planned.changes()).extracting(Change::verb).containsExactly("keep");
    assertThat(planned.changes()).noneMatch(Change::writes);
  }

  @Test
  void allOfItCanBeTakenBack() {
    Map<String, String> alice = of(ALICE);
    Map<String, String> bob = of(BOB);
    Planned planned = plan("alice,alice@corp.example\nbob,bob@corp.example\n");
    String revert = OwnerTags.revert(planned.changes());
    carryOut(planned);
    Planned back = tags().plan(OwnersFile.readRevert(revert));
    assertThat(back.changes()).extracting(Change::verb).containsExactly("remove", "change");
    carryOut(back);
    assertThat(of(ALICE)).isEqualTo(alice);
    assertThat(of(BOB)).isEqualTo(bob);
    assertThat(tags().plan(OwnersFile.readRevert(revert)).changes())
        .as("taken back already")
        .extracting(Change::verb)
        .containsOnly("keep");
  }

  @Test
  void aTagThatWasChangedMeanwhileIsNotReverted() {
    Planned planned = plan("bob,bob@corp.example");
    String revert = OwnerTags.revert(planned.changes());
    carryOut(planned);
    fixture.aws.tag(BOB, Map.of("Email", "third@corp.example"));
    assertThat(tags().plan(OwnersFile.readRevert(revert)).refused())
        .containsExactly(
            entry(
                2,
                "the tag 'email' of bob is not 'bob@corp.example' any more, but"
                    + " 'third@corp.example'; remove the line to keep the tag as it is now"));
  }

  /** As many tags as IAM allows, and no address among them. */
  private static Map<String, String> full() {
    Map<String, String> full = new HashMap<>();
    for (int i = 0; i < Tags.LIMIT; i++) {
      full.put("tag" + i, "x");
    }
    return full;
  }

  @Test
  void whatCannotBeCarriedOutIsRefusedByLine() {
    fixture.user(ALICE, full());
    assertThat(plan("bob,no-address\nalice,a@corp.example\ncarol,c@corp.example").refused())
        .containsExactly(
            entry(2, "not a mail address: 'no-address'"),
            entry(3, "alice has 50 tags, and IAM allows no more; remove one of them first"),
            entry(4, "there is no user 'carol' in this account; correct the name"));
  }

  @Test
  void withoutTheBulkCallUsersAreReadOneByOne() {
    weather = Weather.on("list users", Fate.DENIED);
    Planned planned = plan("alice,alice@corp.example\ncarol,c@corp.example");
    assertThat(planned.changes()).hasSize(1);
    assertThat(planned.refused())
        .containsExactly(entry(3, "there is no user 'carol' in this account; correct the name"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void usersAreReadOneByOneOnlyIfThereIsNoBulkCall(Kind kind) {
    weather =
        call -> {
          if (call.is("list users")) {
            throw new PortFailure(kind, "no list");
          }
          return Fate.FINE;
        };
    if (kind == Kind.DENIED || kind == Kind.UNSUPPORTED) {
      assertThat(plan("alice,alice@corp.example").changes()).hasSize(1);
    } else {
      assertThatThrownBy(() -> plan("alice,alice@corp.example"))
          .isInstanceOf(PortFailure.class)
          .hasMessage("no list");
    }
  }

  @Test
  void aUserWhoseTagsCannotBeReadIsNotTakenForMissing() {
    weather = call -> call.is("list users") || call.is("tags of alice") ? Fate.DENIED : Fate.FINE;
    assertThatThrownBy(() -> plan("alice,alice@corp.example\nbob,bob@corp.example"))
        .isInstanceOf(PortFailure.class)
        .hasMessageContaining("tags of alice");
  }

  @Test
  void aUserWhoseTagsFilledUpSinceThePlanIsLeftAsItIs() {
    Planned planned = plan("alice,alice@corp.example");
    Map<String, String> full = full();
    fixture.user(ALICE, full);
    assertThatThrownBy(() -> tags().carryOut(planned.changes().getFirst()))
        .isInstanceOf(PortFailure.class)
        .hasMessage("alice has 50 tags, and IAM allows no more; remove one of them first");
    assertThat(of(ALICE)).isEqualTo(full);
  }

  @Test
  void theAddressOfAUserWithTheMostTagsIsChangedAndRemoved() {
    Map<String, String> most = full();
    most.remove("tag0");
    fixture.user(ALICE, most);
    carryOut(plan("alice,alice@corp.example"));
    assertThat(of(ALICE)).hasSize(Tags.LIMIT);
    Planned changed = plan("alice,second@corp.example");
    carryOut(changed);
    assertThat(of(ALICE)).containsEntry("email", "second@corp.example");
    carryOut(tags().plan(OwnersFile.readRevert("user,email,previous\nalice,second@corp.example,")));
    assertThat(of(ALICE)).isEqualTo(most);
  }

  @Test
  void aTagThatChangedSinceThePlanIsLeftAsItIs() {
    Planned planned = plan("bob,bob@corp.example");
    fixture.aws.tag(BOB, Map.of("Email", "third@corp.example"));
    assertThatThrownBy(() -> tags().carryOut(planned.changes().getFirst()))
        .isInstanceOf(PortFailure.class)
        .hasMessageContaining("changed since");
    assertThat(of(BOB)).containsEntry("Email", "third@corp.example");
  }
}
