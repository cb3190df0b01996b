package dev.keyturn.doctor.aws;

import dev.keyturn.aws.Aws.Clients;
import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.permission.ConditionContext;
import dev.keyturn.aws.permission.IamPermissions;
import dev.keyturn.aws.permission.OtherGrants;
import dev.keyturn.aws.permission.PermissionEvaluator;
import dev.keyturn.aws.permission.RequiredPermission;
import dev.keyturn.aws.permission.ShippedRole;
import dev.keyturn.aws.permission.Simulation;
import dev.keyturn.doctor.probe.Grants;
import dev.keyturn.doctor.probe.Verdict;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.port.Permissions;
import dev.keyturn.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.Region;

/** A principal's permissions compared with the shipped role's, by IAM's policy simulator. */
public final class SeenGrants implements Grants {
  private final Clients clients;
  private final Calls calls;
  private final Account account;
  private final Settings settings;
  private final Region region;

  public SeenGrants(
      Clients clients, Calls calls, Account account, Settings settings, Region region) {
    this.clients = clients;
    this.calls = calls;
    this.account = account;
    this.settings = settings;
    this.region = region;
  }

  @Override
  public Optional<String> source(String callerArn) {
    return IamPermissions.source(callerArn);
  }

  @Override
  public List<Grant> of(String source, String exampleArn, Predicate<String> which) {
    Account.Identity identity = account.identify();
    UserName example = new UserName(exampleArn.substring(exampleArn.lastIndexOf('/') + 1));
    Permissions.Intent intent =
        new Permissions.Intent(List.of(example), BucketPaths.LEASE, ShippedRole.TRAIL);
    PermissionEvaluator evaluator =
        new PermissionEvaluator(
            (actions, resources, context) ->
                Simulation.ask(clients.iam(), calls, source, actions, resources, context),
            new OtherGrants(clients.s3(), clients.ses(), calls, settings, identity.accountId()),
            new ConditionContext(settings, intent, UnaryOperator.identity()));
    List<ShippedRole.Item> items =
        new ShippedRole(settings, identity, region.id())
            .items(source, exampleArn).stream()
                .filter(item -> which.test(item.need().action()))
                .toList();
    List<RequiredPermission> open = new ArrayList<>();
    for (List<RequiredPermission> alike : byResources(items)) {
      open.addAll(evaluator.open(alike));
    }
    List<RequiredPermission> certain = open.isEmpty() ? List.of() : evaluator.certain(open);
    return items.stream()
        .map(
            item ->
                new Grant(
                    item.point(),
                    item.need().action(),
                    item.need().purpose(),
                    certain.contains(item.need())
                        ? Verdict.NO
                        : open.contains(item.need()) ? Verdict.UNKNOWN : Verdict.YES,
                    evaluator.forbids(item.need())
                        ? Optional.empty()
                        : Optional.of(item.statement())))
        .toList();
  }

  /** One request per set of resources: the simulator combines all actions with all resources. */
  private static Collection<List<RequiredPermission>> byResources(List<ShippedRole.Item> items) {
    return items.stream()
        .map(ShippedRole.Item::need)
        .collect(
            Collectors.groupingBy(
                RequiredPermission::resources, LinkedHashMap::new, Collectors.toList()))
        .values();
  }
}
