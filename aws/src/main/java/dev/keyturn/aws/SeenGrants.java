package dev.keyturn.aws;

import dev.keyturn.doctor.Grants;
import dev.keyturn.doctor.Verdict;
import dev.keyturn.policy.UserName;
import dev.keyturn.run.Account;
import dev.keyturn.run.Permits;
import dev.keyturn.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/** What somebody may do of all that the shipped role may, by IAM's policy simulator. */
final class SeenGrants implements Grants {
  private final Clients clients;
  private final Calls calls;
  private final Account account;
  private final Settings settings;
  private final Region region;

  SeenGrants(Clients clients, Calls calls, Account account, Settings settings, Region region) {
    this.clients = clients;
    this.calls = calls;
    this.account = account;
    this.settings = settings;
    this.region = region;
  }

  /** The SDK's clients that policies are read with. */
  record Clients(IamClient iam, S3Client s3, SesV2Client ses) {}

  @Override
  public Optional<String> source(String callerArn) {
    return IamPermits.source(callerArn);
  }

  @Override
  public List<Grant> of(String source, String exampleArn) {
    Account.Identity identity = account.identify();
    UserName example = new UserName(exampleArn.substring(exampleArn.lastIndexOf('/') + 1));
    Permits.Intent intent =
        new Permits.Intent(List.of(example), ShippedRole.LEASE, ShippedRole.TRAIL);
    Inquiry inquiry =
        new Inquiry(
            (actions, resources, context) ->
                Simulation.ask(clients.iam(), calls, source, actions, resources, context),
            new OtherGrants(clients.s3(), clients.ses(), calls, settings, identity.accountId()),
            new Circumstances(settings, intent));
    List<ShippedRole.Item> items =
        new ShippedRole(settings, identity, region.id()).items(source, exampleArn);
    List<Need> open = new ArrayList<>();
    for (List<Need> alike : byResources(items)) {
      open.addAll(inquiry.open(alike));
    }
    List<Need> certain = open.isEmpty() ? List.of() : inquiry.certain(open);
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
                    item.statement()))
        .toList();
  }

  /** One question holds actions on the same resources only: the simulator takes all with all. */
  private static Collection<List<Need>> byResources(List<ShippedRole.Item> items) {
    return items.stream()
        .map(ShippedRole.Item::need)
        .collect(Collectors.groupingBy(Need::resources, LinkedHashMap::new, Collectors.toList()))
        .values();
  }
}
