package dev.keyturn.sandbox.account;

import static dev.keyturn.sandbox.account.AccountFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UsersTest {
  private final AccountFixture fixture = new AccountFixture();
  private final Users users = fixture.account.users();

  @Test
  void namesAreUniqueIgnoringCase() {
    assertRefused("EntityAlreadyExists", 409, () -> users.create("ALICE", "/", List.of()));
    assertThat(users.get("Alice").name()).isEqualTo("alice");
  }

  @Test
  void namesAndPathsFollowIamsPatterns() {
    assertThat(users.create("a+=,.@_-9", "/team/x/", List.of()).arn())
        .isEqualTo("arn:aws:iam::123456789012:user/team/x/a+=,.@_-9");
    for (String bad : List.of("", "a b", "a/b", "ä", "x".repeat(65))) {
      assertRefused("ValidationError", 400, () -> users.create(bad, "/", List.of()));
    }
    for (String bad : List.of("", "team", "/team", "/te am/")) {
      assertRefused("ValidationError", 400, () -> users.create("bob", bad, List.of()));
    }
  }

  @Test
  void tagKeysIgnoreCaseAndKeepTheLastSpelling() {
    users.tag("alice", List.of(new Tag("Department", "finance")));
    users.tag("alice", List.of(new Tag("department", "hr")));
    assertThat(users.get("alice").tags().all()).containsExactly(new Tag("department", "hr"));
    users.untag("alice", List.of("DEPARTMENT", "never there"));
    assertThat(users.get("alice").tags()).isEqualTo(Tags.NONE);
  }

  @Test
  void fiftyTagsFitAndOneMoreRefusesTheWholeCall() {
    users.tag("alice", IntStream.range(0, 49).mapToObj(i -> new Tag("k" + i, "")).toList());
    assertRefused(
        "LimitExceeded",
        409,
        () -> users.tag("alice", List.of(new Tag("a", ""), new Tag("b", ""))));
    assertThat(users.get("alice").tags().all()).hasSize(49);
    users.tag("alice", List.of(new Tag("a", ""), new Tag("K1", "over an old one")));
    assertThat(users.get("alice").tags().all()).hasSize(Tags.MOST);
  }

  @Test
  void tagsOutsideThePatternTheLengthsOrAwssPrefixAreRefused() {
    assertRefused("ValidationError", 400, () -> new Tag("", "v"));
    assertRefused("ValidationError", 400, () -> new Tag("k".repeat(129), "v"));
    assertRefused("ValidationError", 400, () -> new Tag("k", "v".repeat(257)));
    assertRefused("ValidationError", 400, () -> new Tag("k", "a;b"));
    assertRefused("InvalidInput", 400, () -> new Tag("AWS:x", "v"));
    assertRefused(
        "InvalidInput", 400, () -> users.tag("alice", List.of(new Tag("k", ""), new Tag("K", ""))));
  }

  @Test
  void aUserWithKeysPoliciesOrGroupsCannotBeDeleted() {
    AccessKey key = fixture.account.keys().create("alice");
    assertRefused("DeleteConflict", 409, () -> users.delete("alice"));
    fixture.account.keys().delete("alice", key.id());
    fixture.account.groups().create("team", "/");
    fixture.account.groups().add("alice", "team");
    assertRefused("DeleteConflict", 409, () -> users.delete("alice"));
    fixture.account.groups().remove("alice", "team");
    users.delete("alice");
    assertRefused("NoSuchEntity", 404, () -> users.get("alice"));
  }

  @Test
  void anImportedUserHasThePastItWasGiven() {
    NewUser.NewKey old =
        new NewUser.NewKey(
            AccountFixture.NOON.minusSeconds(9), AccessKey.Status.INACTIVE, new LastUse.Never());
    User user =
        users.importUser(
            new NewUser(
                "bob",
                "/x/",
                AccountFixture.NOON.minusSeconds(99),
                List.of(),
                List.of("team"),
                List.of(old)));
    assertThat(user.created()).isEqualTo(AccountFixture.NOON.minusSeconds(99));
    assertThat(user.groups()).containsExactly("team");
    assertThat(user.keys().getFirst().created()).isEqualTo(old.created());
    assertThat(fixture.account.signer(user.keys().getFirst().id())).isEmpty();
  }
}
