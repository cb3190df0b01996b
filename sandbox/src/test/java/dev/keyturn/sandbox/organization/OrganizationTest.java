package dev.keyturn.sandbox.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.http.AwsRefusal;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class OrganizationTest {
  private static final String HUB = "123456789012";
  private static final String MEMBER = "222222222222";

  private final Organization organization =
      new Organization(() -> Instant.parse("2026-11-22T12:00:00Z"));

  @Test
  void thereIsNoneUntilAnAccountCreatesIt() {
    assertThat(organization.idFor(HUB)).isEmpty();
    assertRefused("AWSOrganizationsNotInUseException", organization::root);
    assertThat(organization.create(HUB)).matches("o-[a-z0-9]{10,32}");
    assertThat(organization.root().id()).matches("r-[0-9a-z]{4,32}");
    assertThat(organization.createUnit(organization.root().id(), "a"))
        .matches("ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}");
    assertThat(organization.idFor(MEMBER)).isEmpty();
    assertRefused("AlreadyInOrganizationException", () -> organization.create(MEMBER));
  }

  @Test
  void anAccountHasOneParent() {
    organization.create(HUB);
    organization.join(MEMBER);
    String root = organization.root().id();
    String unit = organization.createUnit(organization.createUnit(root, "outer"), "inner");
    organization.move(MEMBER, unit);
    assertThat(organization.parentOf(MEMBER).name()).isEqualTo("inner");
    assertThat(organization.parentOf(unit).name()).isEqualTo("outer");
    assertThat(organization.membersOf(root)).map(Member::account).containsExactly(HUB);
    assertThat(organization.membersOf(unit)).map(Member::account).containsExactly(MEMBER);
    assertRefused("ChildNotFoundException", () -> organization.parentOf(root));
    assertRefused("ParentNotFoundException", () -> organization.move(MEMBER, "ou-none"));
  }

  @Test
  void tagsAreOfAccountsAndUnits() {
    organization.create(HUB);
    organization.tag(HUB, List.of(new Tag("team", "a"), new Tag("old", "b")));
    organization.untag(HUB, List.of("old", "never"));
    assertThat(organization.tags(HUB)).containsExactly(new Tag("team", "a"));
    assertThat(organization.tags(organization.root().id())).isEmpty();
    assertRefused("TargetNotFoundException", () -> organization.tags(MEMBER));
  }

  @Test
  void everyLevelAboveAnAccountHasPoliciesAndTheManagementAccountNone() {
    organization.create(HUB);
    organization.join(MEMBER);
    String unit = organization.createUnit(organization.root().id(), "staff");
    organization.move(MEMBER, unit);
    String policy = organization.createControl("{}");
    organization.attach(policy, unit);
    organization.detach("p-FullAWSAccess", unit);
    assertThat(organization.controls(MEMBER)).map(List::size).containsExactly(1, 1, 1);
    assertThat(organization.controls(MEMBER).get(1)).containsExactly("{}");
    assertThat(organization.controls(HUB)).isEmpty();
    assertThat(organization.controls("333333333333")).isEmpty();
    assertRefused("PolicyNotFoundException", () -> organization.attach("p-none", unit));
    assertRefused("PolicyNotAttachedException", () -> organization.detach(policy, MEMBER));
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AwsRefusal.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
