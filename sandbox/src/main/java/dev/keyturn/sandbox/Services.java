package dev.keyturn.sandbox;

import dev.keyturn.sandbox.access.Authorization;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.organization.Accounts;
import dev.keyturn.sandbox.service.EventsService;
import dev.keyturn.sandbox.service.LambdaService;
import dev.keyturn.sandbox.service.OrganizationsService;
import dev.keyturn.sandbox.service.SchedulerService;
import dev.keyturn.sandbox.service.Service;
import dev.keyturn.sandbox.service.SesService;
import dev.keyturn.sandbox.service.StsService;
import dev.keyturn.sandbox.service.iam.IamService;
import dev.keyturn.sandbox.service.s3.S3Service;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The services of each account. */
final class Services {
  private final Accounts accounts;
  private final Authorization authorization;
  private final Map<String, List<Service>> byAccount = new ConcurrentHashMap<>();

  Services(Accounts accounts, Authorization authorization) {
    this.accounts = accounts;
    this.authorization = authorization;
  }

  /** A service of an account by its name in signatures; IAM for an unknown name. */
  Service of(String account, String name) {
    List<Service> services = byAccount.computeIfAbsent(account, id -> made(accounts.get(id)));
    return services.stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElse(services.getFirst());
  }

  private List<Service> made(Account account) {
    return List.of(
        new IamService(account),
        new StsService(accounts, account),
        new SesService(account),
        new LambdaService(account),
        new OrganizationsService(accounts, account),
        new EventsService(account),
        new SchedulerService(account),
        new S3Service(account.buckets(), authorization));
  }
}
