package dev.keyturn.sandbox;

import dev.keyturn.sandbox.access.Permissions;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.http.Listener;
import dev.keyturn.sandbox.service.EventsService;
import dev.keyturn.sandbox.service.LambdaService;
import dev.keyturn.sandbox.service.SchedulerService;
import dev.keyturn.sandbox.service.Service;
import dev.keyturn.sandbox.service.SesService;
import dev.keyturn.sandbox.service.StsService;
import dev.keyturn.sandbox.service.iam.IamService;
import dev.keyturn.sandbox.service.s3.S3Service;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Faults;
import dev.keyturn.sandbox.trouble.RateLimits;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * A running sandbox, on 127.0.0.1 only. This class offers everything of the control interface in
 * process. The account's state ends with {@link #close()}.
 */
public final class Sandbox implements AutoCloseable {
  private final Setup setup;
  private final TurnableClock clock;
  private final Account account;
  private final Faults faults = new Faults();
  private final RateLimits rateLimits;
  private final CallLog calls = new CallLog();
  private final Listener listener;

  private Sandbox(Setup setup) throws IOException {
    this.setup = setup;
    this.clock = new TurnableClock(setup.time());
    this.account = new Account(setup.account(), clock, setup.random());
    this.rateLimits = new RateLimits(clock);
    Permissions permissions = new Permissions(account);
    List<Service> services =
        List.of(
            new IamService(account),
            new StsService(account),
            new SesService(account),
            new LambdaService(account),
            new EventsService(account),
            new SchedulerService(account),
            new S3Service(account.buckets(), permissions));
    Control control = new Control(account, clock, faults, rateLimits, calls);
    Front front = new Front(account, services, permissions, faults, rateLimits, calls, clock);
    this.listener =
        Listener.start(
            setup.port(),
            request -> Control.concerns(request) ? control.handle(request) : front.handle(request),
            clock);
  }

  /** Starts to serve; throws if the port is in use. */
  public static Sandbox start(Setup setup) throws IOException {
    return new Sandbox(setup);
  }

  /**
   * The value of {@code AWS_ENDPOINT_URL}; with a name instead of the address, SDKs would put
   * buckets into the host name.
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.port());
  }

  public String region() {
    return setup.region();
  }

  /** The account itself; its {@link Account#rootKey()} may do everything. */
  public Account account() {
    return account;
  }

  public TurnableClock clock() {
    return clock;
  }

  public Faults faults() {
    return faults;
  }

  public RateLimits rateLimits() {
    return rateLimits;
  }

  public CallLog calls() {
    return calls;
  }

  /** Shell lines that make AWS tools use this sandbox; they contain the root key's secret. */
  public String exportLines() {
    return String.join(
        "\n",
        "export AWS_ENDPOINT_URL=" + endpoint(),
        "export AWS_REGION=" + region(),
        "export AWS_DEFAULT_REGION=" + region(),
        "export AWS_ACCESS_KEY_ID=" + account.rootKey().id(),
        "export AWS_SECRET_ACCESS_KEY=" + account.rootKey().secret().reveal(),
        "unset AWS_SESSION_TOKEN AWS_PROFILE",
        "");
  }

  @Override
  public void close() {
    listener.close();
  }
}
