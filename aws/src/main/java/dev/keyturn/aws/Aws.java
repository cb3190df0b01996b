package dev.keyturn.aws;

import dev.keyturn.aws.adapter.AwsAccount;
import dev.keyturn.aws.adapter.EventBridge;
import dev.keyturn.aws.adapter.IamCredentialReports;
import dev.keyturn.aws.adapter.IamKeys;
import dev.keyturn.aws.adapter.IamUsers;
import dev.keyturn.aws.adapter.S3BucketObjects;
import dev.keyturn.aws.adapter.S3CredentialStore;
import dev.keyturn.aws.adapter.SesMailer;
import dev.keyturn.aws.adapter.StoredObjects;
import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.EmptySettings;
import dev.keyturn.aws.client.EndpointSettings;
import dev.keyturn.aws.client.Network;
import dev.keyturn.aws.client.Partitions;
import dev.keyturn.aws.client.Replies;
import dev.keyturn.aws.client.SignedCalls;
import dev.keyturn.aws.client.StandIn;
import dev.keyturn.aws.org.MemberCredentials;
import dev.keyturn.aws.org.OrderedAccount;
import dev.keyturn.aws.org.OrganizationsApi;
import dev.keyturn.aws.org.StateMachine;
import dev.keyturn.aws.permission.IamPermissions;
import dev.keyturn.aws.permission.IamPermissions.Part;
import dev.keyturn.aws.permission.IamPermissions.Services;
import dev.keyturn.aws.permission.MemberPermissions;
import dev.keyturn.event.EventBus;
import dev.keyturn.facts.AccountId;
import dev.keyturn.org.AccountDirectory;
import dev.keyturn.org.Executions;
import dev.keyturn.org.HubConnection;
import dev.keyturn.org.MemberAccounts;
import dev.keyturn.port.Account;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.settings.Options.EventBusChoice;
import dev.keyturn.settings.Organization;
import dev.keyturn.settings.Settings;
import dev.keyturn.throttle.RateLimiter;
import dev.keyturn.throttle.RetryPolicy;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A connection to AWS by the standard settings: credential chain, profile, region, {@code
 * AWS_ENDPOINT_URL} and its per-service forms.
 *
 * <p>The SDK does not retry; {@link RetryPolicy} does, so that a call that must be made once is
 * made once, and every attempt is counted.
 */
public final class Aws implements HubConnection, AutoCloseable {
  /** What is said where a session in another account is refused. */
  private static final String MEMBER_ROLE =
      ". The role that ORG_ROLE_NAME names must exist in that account and trust these credentials.";

  private final Ports ports;
  private final Connections connections;
  private final Base base;
  private final List<SdkAutoCloseable> closeables;

  private Aws(Ports ports, Connections connections, Base base, List<SdkAutoCloseable> closeables) {
    this.ports = ports;
    this.connections = connections;
    this.base = base;
    this.closeables = closeables;
  }

  /** What connections to all accounts have in common. */
  private record Base(
      Settings settings,
      RuntimeEnvironment runtime,
      Target target,
      SdkHttpClient http,
      Replies replies) {}

  /**
   * Creates the clients by the standard settings; makes no call yet.
   *
   * @throws CannotBegin if the standard settings contradict themselves, such as a profile that does
   *     not exist
   */
  public static Aws connect(Settings settings, RuntimeEnvironment runtime) throws CannotBegin {
    return connect(settings, runtime, Selection.none());
  }

  /** Creates the clients with the profile and the region of the command line. */
  public static Aws connect(Settings settings, RuntimeEnvironment runtime, Selection selection)
      throws CannotBegin {
    try {
      String profile = profile(selection);
      demand(selection, profile);
      selection.profile().ifPresent(Aws::forTheSdk);
      EndpointSettings endpoints = EndpointSettings.of(profile);
      EmptySettings.countAsUnset(endpoints);
      Network network = Network.ofThisProcess(profile);
      Region ses = Region.of(settings.sesRegion());
      Region region = Regions.of(selection, profile).orElseGet(() -> Regions.forTheSdk(ses));
      if (!region.id().matches("[a-z0-9-]+")) {
        throw new CannotBegin("'" + region.id() + "' is not a region (AWS_REGION or the profile).");
      }
      demandOnePartition(region, ses);
      return connected(
          settings,
          runtime,
          new Target(
              region, CredentialSources.of(selection), Optional.empty(), network, endpoints));
    } catch (SdkClientException | IllegalArgumentException | IllegalStateException e) {
      throw new CannotBegin("The AWS settings of this machine do not work: " + e.getMessage());
    }
  }

  /** Creates the clients for a stand-in, regardless of the standard settings; makes no call yet. */
  public static Aws connect(Settings settings, RuntimeEnvironment runtime, StandIn standIn) {
    EndpointSettings endpoints = EndpointSettings.of(EmptySettings.profile());
    EmptySettings.countAsUnset(endpoints);
    AwsCredentialsProvider credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(standIn.accessKeyId(), standIn.secretAccessKey()));
    return connected(
        settings,
        runtime,
        new Target(
            Region.of(standIn.region()),
            credentials,
            Optional.of(standIn.endpoint()),
            Network.direct(),
            endpoints));
  }

  /** The problems of AWS's own settings in the profile, each a sentence that names the setting. */
  public static List<String> problems(Selection selection) {
    String profile = profile(selection);
    try {
      List<String> problems =
          ProfileSettings.problems(ProfileFile.defaultProfileFile(), profile, profile);
      return problems.isEmpty() ? EmptySettings.problems(EndpointSettings.of(profile)) : problems;
    } catch (IllegalArgumentException e) {
      return List.of(Profiles.refused(e));
    }
  }

  private static String profile(Selection selection) {
    return selection.profile().orElseGet(EmptySettings::profile);
  }

  /** Names the profile for the clients that the SDK creates for itself, to assume a role. */
  private static void forTheSdk(String profile) {
    System.setProperty(ProfileFileSystemSetting.AWS_PROFILE.property(), profile);
  }

  private static void demand(Selection selection, String profile) throws CannotBegin {
    List<String> problems = problems(selection);
    if (!problems.isEmpty()) {
      throw new CannotBegin(String.join("; ", problems) + ".");
    }
    if (selection.profile().isPresent() && Profiles.find(profile).isEmpty()) {
      throw new CannotBegin(
          (Profiles.missing(profile, "--profile") + " " + Profiles.unread()).strip());
    }
  }

  /** Credentials of one partition are invalid in another. */
  private static void demandOnePartition(Region region, Region ses) throws CannotBegin {
    String one = Partitions.of(region).id();
    String other = Partitions.of(ses).id();
    if (!one.equals(other)) {
      throw new CannotBegin(
          "%s (AWS_REGION or the profile) is in the partition %s, and %s (SES_REGION) in %s: an account is in one partition. Name two regions of it."
              .formatted(region, one, ses, other));
    }
  }

  private static Aws connected(Settings settings, RuntimeEnvironment runtime, Target target) {
    SdkHttpClient http = target.network().client();
    Replies replies = new Replies(runtime.clock());
    Connection connection = new Connection(target, target.credentials(), http, replies);
    Region region = target.region();
    Clients clients = Clients.of(settings, connection);
    IamClient iam = clients.iam();
    S3Client s3 = clients.s3();
    SesV2Client ses = clients.ses();
    Calls calls = new Calls(new RetryPolicy(runtime), replies);
    RateLimiter iamLimiter = new RateLimiter(runtime, settings.options().iamCallsPerSecond());
    Calls iamCalls = calls.at(iamLimiter);
    AwsAccount account =
        new AwsAccount(clients.sts(), target.credentials(), calls, replies, iamLimiter);
    IamUsers users = new IamUsers(iam, iamCalls);
    StoredObjects objects = new StoredObjects(settings);
    Ports ports =
        new Ports(
            account,
            users,
            new IamKeys(iam, iamCalls),
            new S3CredentialStore(s3, calls, objects, account, region),
            new SesMailer(ses, calls, new RateLimiter(runtime, Mailer.USUAL_RATE), settings),
            new S3BucketObjects(s3, calls, objects, account),
            new IamPermissions(
                new Services(iam, s3, ses, iamCalls), account, users, settings, Part.ALL),
            new IamCredentialReports(iam, iamCalls));
    Connections connections =
        new Connections(
            region,
            account,
            clients,
            new SignedCalls(
                http,
                target.credentials(),
                new SignedCalls.Place(region, target.endpoint(), target.endpoints().profile()),
                replies),
            new Calls(new RetryPolicy(runtime), replies, ""));
    return new Aws(
        ports,
        connections,
        new Base(settings, runtime, target, http, replies),
        List.of(iam, clients.sts(), s3, ses, http));
  }

  /**
   * A connection to an account of the organization, through this one, which is the hub's: users and
   * keys by a session in the account, files and mails by the hub. Nothing is called yet. Close it
   * before this one.
   */
  public Aws member(MemberCredentials.SessionRequest request) {
    Settings settings = base.settings();
    RuntimeEnvironment runtime = base.runtime();
    Target target = base.target();
    Region region = target.region();
    Account hub = ports.account();
    Calls byHub = new Calls(new RetryPolicy(runtime), base.replies());
    MemberCredentials session =
        new MemberCredentials(
            connections.clients().sts(),
            new Calls(new RetryPolicy(runtime), base.replies(), MEMBER_ROLE),
            hub,
            request,
            hub::now);
    Replies replies = new Replies(runtime.clock());
    Connection byMember = new Connection(target, session, base.http(), replies);
    IamClient iam = byMember.set(IamClient.builder(), "iam", region).build();
    StsClient sts = byMember.set(StsClient.builder(), "sts", region).build();
    S3Client s3 = connections.clients().s3();
    SesV2Client ses = connections.clients().ses();
    Calls calls = new Calls(new RetryPolicy(runtime), replies);
    RateLimiter iamLimiter = new RateLimiter(runtime, settings.options().iamCallsPerSecond());
    Calls iamCalls = calls.at(iamLimiter);
    AwsAccount identity = new AwsAccount(sts, session, calls, replies, iamLimiter);
    OrderedAccount account = new OrderedAccount(identity, request.account());
    StoredObjects objects = new StoredObjects(settings, account::layout);
    IamUsers users = new IamUsers(iam, iamCalls);
    Ports all =
        new Ports(
            account,
            users,
            new IamKeys(iam, iamCalls),
            new S3CredentialStore(s3, byHub, objects, hub, region),
            new SesMailer(ses, byHub, new RateLimiter(runtime, Mailer.USUAL_RATE), settings),
            new S3BucketObjects(s3, byHub, objects, hub),
            new MemberPermissions(
                new IamPermissions(
                    new Services(iam, s3, ses, iamCalls),
                    account,
                    users,
                    settings,
                    new Part(Set.of("iam"), objects::key, false)),
                new IamPermissions(
                    new Services(connections.clients().iam(), s3, ses, byHub),
                    hub,
                    users,
                    settings,
                    new Part(Set.of("s3", "ses"), objects::key, false))),
            new IamCredentialReports(iam, iamCalls));
    return new Aws(
        all,
        new Connections(
            region,
            identity,
            new Clients(iam, s3, ses, sts),
            connections.signed(),
            connections.looks()),
        base,
        List.of(iam, sts));
  }

  @Override
  public AccountDirectory directory(Organization.Of organization) {
    SignedCalls signed = organization.listRole().map(this::asLister).orElseGet(connections::signed);
    return new OrganizationsApi(signed, connections.looks());
  }

  @Override
  public Executions executions(String name) throws CannotBegin {
    String region = connections.region().id();
    Account.Identity hub = ports.account().identify();
    String arn =
        name.startsWith("arn:")
            ? name
            : "arn:%s:states:%s:%s:stateMachine:%s"
                .formatted(hub.partition(), region, hub.accountId(), name);
    if (!arn.split(":", -1)[3].equals(region)) {
      throw new CannotBegin(
          "The state machine %s is in another region than %s: name its region with --region."
              .formatted(arn, region));
    }
    return new StateMachine(connections.signed(), connections.looks(), arn);
  }

  private SignedCalls asLister(String role) {
    AccountId account = new AccountId(role.split(":", -1)[4]);
    String name = role.substring(role.indexOf(":role/") + ":role/".length());
    return connections
        .signed()
        .as(
            new MemberCredentials(
                connections.clients().sts(),
                connections.looks(),
                ports.account(),
                new MemberCredentials.SessionRequest(account, name, MemberCredentials.Access.FULL),
                ports.account()::now));
  }

  @Override
  public MemberAccounts members(Organization.Of organization) {
    return new MemberAccounts() {
      @Override
      public Opened toRead(AccountId account) {
        return opened(account, MemberCredentials.Access.READ);
      }

      @Override
      public Opened toAct(AccountId account) {
        return opened(account, MemberCredentials.Access.FULL);
      }

      private Opened opened(AccountId account, MemberCredentials.Access access) {
        return new OpenedMember(
            member(new MemberCredentials.SessionRequest(account, organization.roleName(), access)));
      }
    };
  }

  private record OpenedMember(Aws aws) implements MemberAccounts.Opened {
    @Override
    public Ports ports() {
      return aws.ports();
    }

    @Override
    public void close() {
      aws.close();
    }
  }

  @Override
  public Ports ports() {
    return ports;
  }

  /** An account of an organization shares the bus with its hub. */
  @Override
  public Optional<EventBus> eventBus() {
    return switch (base.settings().options().eventBus()) {
      case EventBusChoice.None _ -> Optional.empty();
      case EventBusChoice.Bus(String name) ->
          Optional.of(new EventBridge(connections.signed(), connections.looks(), name));
    };
  }

  /** The connections for checks that make other calls than a run. */
  public Connections connections() {
    return connections;
  }

  /** The services that a run calls. */
  public record Clients(IamClient iam, S3Client s3, SesV2Client ses, StsClient sts) {
    private static Clients of(Settings settings, Connection connection) {
      Region region = connection.target().region();
      return new Clients(
          connection.set(IamClient.builder(), "iam", region).build(),
          connection
              .set(S3Client.builder(), "s3", region)
              .crossRegionAccessEnabled(true)
              .serviceConfiguration(Aws::bodyAtOnce)
              .build(),
          connection.set(SesV2Client.builder(), "sesv2", Region.of(settings.sesRegion())).build(),
          connection.set(StsClient.builder(), "sts", region).build());
    }
  }

  /**
   * The parts of this connection.
   *
   * @param signed for calls of services without an SDK client here
   * @param looks calls without a rate limit
   */
  public record Connections(
      Region region, AwsAccount account, Clients clients, SignedCalls signed, Calls looks) {}

  @Override
  public void close() {
    closeables.forEach(SdkAutoCloseable::close);
  }

  /**
   * Sends the body at once, without Expect: 100-continue: if S3 refuses instead, the JDK's
   * connection drops its answer, and bodies are small.
   */
  public static void bodyAtOnce(S3Configuration.Builder configuration) {
    configuration.expectContinueEnabled(false);
  }

  /** The endpoint and the credentials. */
  private record Target(
      Region region,
      AwsCredentialsProvider credentials,
      Optional<URI> endpoint,
      Network network,
      EndpointSettings endpoints) {}

  /** The common parts of all clients. */
  private record Connection(
      Target target, AwsCredentialsProvider credentials, SdkHttpClient http, Replies replies) {

    <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B set(
        B builder, String service, Region region) {
      EndpointSettings endpoints = target.endpoints();
      target
          .endpoint()
          .or(() -> endpoints.endpoint(service))
          .ifPresent(url -> EndpointSettings.override(builder, url));
      return builder
          .region(region)
          .credentialsProvider(credentials)
          .httpClient(http)
          .overrideConfiguration(
              ClientOverrideConfiguration.builder()
                  .defaultProfileFile(endpoints.forClients())
                  .defaultProfileName(endpoints.profile())
                  .retryStrategy(AwsRetryStrategy.doNotRetry())
                  .addExecutionInterceptor(replies)
                  .build());
    }
  }
}
