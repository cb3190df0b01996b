package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.organization.Member;
import dev.keyturn.sandbox.organization.Organization;
import dev.keyturn.sandbox.organization.Unit;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What administrators of an organization may read. */
final class OrganizationsReads {
  private static final int LARGEST_PAGE = 20;
  private static final String EMPTY = "empty:";

  private final Organization organization;

  OrganizationsReads(Organization organization) {
    this.organization = organization;
  }

  Map<String, OrganizationsService.Action> actions() {
    return Map.of(
        "DescribeOrganization",
        _ -> Map.of("Organization", described()),
        "DescribeAccount",
        body ->
            Map.of(
                "Account",
                shown(organization.member(OrganizationsService.need(body, "AccountId")))),
        "ListRoots",
        body -> page(body, "Roots", List.of(organization.root()), Unit::id, this::shown),
        "ListAccounts",
        body -> page(body, "Accounts", organization.members(), Member::account, this::shown),
        "ListAccountsForParent",
        body ->
            page(
                body,
                "Accounts",
                organization.membersOf(OrganizationsService.need(body, "ParentId")),
                Member::account,
                this::shown),
        "ListOrganizationalUnitsForParent",
        body ->
            page(
                body,
                "OrganizationalUnits",
                organization.unitsOf(OrganizationsService.need(body, "ParentId")),
                Unit::id,
                this::shown),
        "ListParents",
        body ->
            page(
                body,
                "Parents",
                List.of(organization.parentOf(OrganizationsService.need(body, "ChildId"))),
                Unit::id,
                parent ->
                    Map.of(
                        "Id",
                        parent.id(),
                        "Type",
                        parent.isRoot() ? "ROOT" : "ORGANIZATIONAL_UNIT")),
        "ListTagsForResource",
        body ->
            page(
                body,
                "Tags",
                organization.tags(OrganizationsService.need(body, "ResourceId")),
                Tag::key,
                tag -> Map.of("Key", tag.key(), "Value", tag.value())));
  }

  Map<String, ?> described() {
    String management = organization.management();
    return Map.of(
        "Id",
        id(),
        "Arn",
        arn("organization/" + id()),
        "FeatureSet",
        "ALL",
        "MasterAccountArn",
        arn("account/" + id() + "/" + management),
        "MasterAccountId",
        management,
        "MasterAccountEmail",
        organization.member(management).email());
  }

  private Map<String, ?> shown(Member member) {
    return Map.of(
        "Id",
        member.account(),
        "Arn",
        arn("account/" + id() + "/" + member.account()),
        "Name",
        member.name(),
        "Email",
        member.email(),
        "Status",
        member.state().status(),
        "State",
        member.state().name(),
        "JoinedMethod",
        member.joined().method(),
        "JoinedTimestamp",
        member.joined().at().toEpochMilli() / 1000.0);
  }

  Map<String, ?> shown(Unit unit) {
    return Map.of(
        "Id",
        unit.id(),
        "Arn",
        arn((unit.isRoot() ? "root/" : "ou/") + id() + "/" + unit.id()),
        "Name",
        unit.name());
  }

  private String id() {
    return organization.idFor(organization.management()).orElse("");
  }

  private String arn(String resource) {
    return "arn:aws:organizations::" + organization.management() + ":" + resource;
  }

  /** A page of 1 to 20 elements; the token stands for the last element sent. */
  private <T> Map<String, ?> page(
      Json.Obj body,
      String name,
      List<T> all,
      Function<T, String> key,
      Function<T, Map<String, ?>> shape) {
    double most = body.number("MaxResults").orElse((double) LARGEST_PAGE);
    if (most < 1 || most > LARGEST_PAGE) {
      throw OrganizationsService.invalid("MaxResults must be between 1 and 20.");
    }
    String after = body.text("NextToken").map(OrganizationsReads::decoded).orElse("");
    Map<String, Object> answer = new LinkedHashMap<>();
    if (after.startsWith(EMPTY)) {
      answer.put(name, List.of());
      answer.put("NextToken", encoded(after.substring(EMPTY.length())));
      return answer;
    }
    Paging.Page<T> page = new Paging((int) most, after).page(all, key);
    answer.put(name, page.elements().stream().map(shape).toList());
    Optional<String> last = page.marker().map(_ -> key.apply(page.elements().getLast()));
    last.map(element -> encoded((organization.emptyPages() ? EMPTY : "") + element))
        .ifPresent(token -> answer.put("NextToken", token));
    return answer;
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw OrganizationsService.invalid("You provided an invalid value for NextToken.");
    }
  }
}
