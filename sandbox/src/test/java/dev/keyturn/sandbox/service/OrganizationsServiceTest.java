package dev.keyturn.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Principal;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.http.Request;
import dev.keyturn.sandbox.organization.AccountState;
import dev.keyturn.sandbox.organization.Accounts;
import dev.keyturn.sandbox.organization.Organization;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class OrganizationsServiceTest {
  private static final String HUB = "123456789012";

  private final TurnableClock clock =
      TurnableClock.standingAt(Instant.parse("2026-11-22T12:00:00Z"));
  private final Accounts accounts = new Accounts(new Account(HUB, clock, new Random(7)), clock);
  private final Organization organization = accounts.organization();

  private Json.Obj call(String account, String action, Map<String, ?> body) {
    OrganizationsService service = new OrganizationsService(accounts, accounts.get(account));
    Request request =
        new Request(
            "POST",
            "/",
            List.of(),
            Map.of("x-amz-target", List.of("AWSOrganizationsV20161128." + action)),
            Bytes.of(Json.write(body)));
    Caller caller = new Caller(new Principal.Root(account), "AKIA", "us-east-1", "1");
    return Json.object(service.answer(service.read(request), caller).body());
  }

  private List<Integer> pageSizes(Map<String, ?> first) {
    List<Integer> sizes = new ArrayList<>();
    Map<String, ?> body = first;
    while (true) {
      Json.Obj page = call(HUB, "ListAccounts", body);
      sizes.add(page.list("Accounts").size());
      Optional<String> token = page.text("NextToken");
      if (token.isEmpty()) {
        return sizes;
      }
      body = Map.of("NextToken", token.get());
    }
  }

  private void members(int count) {
    organization.create(HUB);
    for (int i = 1; i < count; i++) {
      accounts.createMember("member" + i, Optional.empty());
    }
  }

  @Test
  void aListingHasPagesOfTwentyAndAnEmptyOneBetweenIfWanted() {
    members(41);
    assertThat(pageSizes(Map.of())).containsExactly(20, 20, 1);
    organization.emptyPages(true);
    assertThat(pageSizes(Map.of())).containsExactly(20, 0, 20, 0, 1);
    assertThat(pageSizes(Map.of("MaxResults", 7)).getFirst()).isEqualTo(7);
    assertRefused("InvalidInputException", () -> pageSizes(Map.of("MaxResults", 21)));
    assertRefused("InvalidInputException", () -> pageSizes(Map.of("NextToken", "?")));
  }

  @Test
  void onlyTheManagementAccountAndDelegatedAdministratorsRead() {
    members(3);
    String member = organization.members().getLast().account();
    String outside = accounts.create("111111111111").id();
    assertRefused("AccessDeniedException", () -> call(member, "ListAccounts", Map.of()));
    assertRefused(
        "AWSOrganizationsNotInUseException", () -> call(outside, "ListAccounts", Map.of()));
    assertRefused(
        "AWSOrganizationsNotInUseException", () -> call(outside, "DescribeOrganization", Map.of()));
    assertThat(
            call(member, "DescribeOrganization", Map.of())
                .object("Organization")
                .text("MasterAccountId"))
        .contains(HUB);
    organization.delegate(member);
    assertThat(call(member, "ListAccounts", Map.of()).list("Accounts")).hasSize(3);
    assertRefused("AccessDeniedException", () -> call(member, "CloseAccount", Map.of()));
  }

  @Test
  void everyStateIsShownWithItsOlderStatus() {
    members(2);
    String member = organization.members().getLast().account();
    for (AccountState state : AccountState.values()) {
      organization.state(member, state);
      Json.Obj shown = call(HUB, "DescribeAccount", Map.of("AccountId", member)).object("Account");
      assertThat(shown.text("State")).contains(state.name());
      assertThat(shown.text("Status")).contains(state.status());
      assertThat(accounts.signer(accounts.get(member).rootKey().id()).isPresent())
          .as(state.name())
          .isEqualTo(state == AccountState.ACTIVE || state == AccountState.PENDING_CLOSURE);
    }
  }

  @Test
  void anAccountJoinedWhenItWasCreated() {
    members(2);
    Json.Obj listed = call(HUB, "ListAccounts", Map.of()).objects("Accounts").getLast();
    assertThat(listed.number("JoinedTimestamp"))
        .contains((double) clock.instant().getEpochSecond());
    assertThat(listed.text("JoinedMethod")).contains("CREATED");
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AwsRefusal.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
