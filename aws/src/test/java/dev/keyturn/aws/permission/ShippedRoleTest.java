package dev.keyturn.aws.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.aws.Server;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.port.Permissions.Intent;
import dev.keyturn.settings.Settings;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The role that {@code keyturn doctor} checks, beside what a run needs. */
class ShippedRoleTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/keyturn";
  private static final String ALICE = "arn:aws:iam::123456789012:user/alice";

  @Test
  void containsWhatARunNeedsBeforeItBegins() {
    Settings settings = Server.settings();
    Account.Identity identity = new Account.Identity("123456789012", "aws", ROLE);
    List<RequiredPermission> shipped =
        new ShippedRole(settings, identity, "eu-central-1")
            .items(ROLE, ALICE).stream().map(ShippedRole.Item::need).toList();
    List<RequiredPermission> needed =
        RequiredPermissions.of(
            new Intent(List.of(new UserName("alice")), BucketPaths.LEASE, ShippedRole.TRAIL),
            settings,
            identity,
            _ -> ALICE,
            UnaryOperator.identity());
    assertThat(needed)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            need ->
                assertThat(shipped)
                    .as("%s", need)
                    .anyMatch(
                        item ->
                            item.action().equals(need.action())
                                && item.resources().containsAll(need.resources())));
  }
}
