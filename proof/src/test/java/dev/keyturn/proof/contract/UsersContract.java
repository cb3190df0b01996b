package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.Users;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

interface UsersContract extends Contract {
  private Users users() {
    return stage().ports().users();
  }

  @Test
  default void handsOverEveryUserOnceWithItsTags() {
    UserName tagged = stage().user(Map.of("email", "a@corp.example", "team", "blue"));
    UserName bare = stage().user(Map.of());
    List<Users.Listed> listed = new ArrayList<>();
    users().each(listed::add);
    assertThat(listed)
        .extracting(Users.Listed::user, Users.Listed::tags)
        .contains(
            tuple(tagged, new Tags(Map.of("email", "a@corp.example", "team", "blue"))),
            tuple(bare, new Tags(Map.of())));
    assertThat(listed).extracting(Users.Listed::created).doesNotContain(Instant.EPOCH);
    assertThat(listed).extracting(Users.Listed::user).doesNotHaveDuplicates();
    assertThat(users().names()).contains(tagged, bare).doesNotHaveDuplicates();
  }

  @Test
  default void takesEveryLegalName() {
    for (String name : List.of("a.b+c=d,e@f-g_h", "doe,jane", "n".repeat(64))) {
      UserName user = stage().user(name, Map.of("email", "a@corp.example"));
      assertThat(users().tags(user).get("email")).contains("a@corp.example");
    }
  }

  @Test
  default void setsTagsInOneCallAndLeavesTheOthers() {
    UserName user = stage().user(Map.of("email", "a@corp.example"));
    long before = stage().ports().account().calls();
    users()
        .tag(user, Map.of("date", "2026-11-22T10:00:00Z rotating", "key", "AKIAIOSFODNN7EXAMPLE"));
    assertThat(stage().ports().account().calls() - before).isEqualTo(1);
    assertThat(users().tags(user).values())
        .isEqualTo(
            Map.of(
                "email", "a@corp.example",
                "date", "2026-11-22T10:00:00Z rotating",
                "key", "AKIAIOSFODNN7EXAMPLE"));
  }

  @Test
  default void setsATagOverTheOneBefore() {
    UserName user = stage().user(Map.of("date", "2026-11-22"));
    users().tag(user, Map.of("date", "2026-11-23"));
    assertThat(users().tags(user).values()).isEqualTo(Map.of("date", "2026-11-23"));
  }

  @Test
  default void removesTagsAndPassesOverThoseThatAreNotThere() {
    UserName user = stage().user(Map.of("email", "a@corp.example", "date", "2026-11-22"));
    users().untag(user, List.of("date", "key"));
    assertThat(users().tags(user).values()).isEqualTo(Map.of("email", "a@corp.example"));
  }

  @Test
  default void readsMoreTagsThanFitOnOnePage() {
    Map<String, String> tags = new HashMap<>();
    for (int i = 0; i < 50; i++) {
      tags.put("tag" + i, "value " + i);
    }
    assertThat(users().tags(stage().user(tags)).values()).isEqualTo(tags);
  }

  @Test
  default void aUserThatDoesNotExistIsNotFound() {
    UserName missing = new UserName("no-user-of-this-name");
    assertThat(Contract.failure(() -> users().tags(missing))).isEqualTo(Kind.NOT_FOUND);
    assertThat(Contract.failure(() -> users().tag(missing, Map.of("a", "b"))))
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(Contract.failure(() -> users().untag(missing, List.of("a"))))
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  default void findsNoQuarantineWhereNoPolicyIsAttached() {
    UserName user = stage().user(Map.of());
    assertThat(users().quarantine(user)).isEmpty();
    List<Users.Listed> listed = new ArrayList<>();
    users().each(listed::add);
    assertThat(listed).filteredOn(one -> one.user().equals(user)).hasSize(1);
    assertThat(listed).allMatch(one -> one.quarantine().isEmpty());
  }

  @Test
  default void knowsTheAliasOfTheAccountIfItHasOne() {
    assertThat(users().accountAlias()).isEmpty();
    stage().alias("example-corp");
    assertThat(users().accountAlias()).contains("example-corp");
  }
}
