package dev.keyturn.sandbox;

import dev.keyturn.sandbox.access.Authorization;
import dev.keyturn.sandbox.access.Permissions;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.http.Listener;
import dev.keyturn.sandbox.organization.Accounts;
import dev.keyturn.sandbox.organization.Organization;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Faults;
import dev.keyturn.sandbox.trouble.RateLimits;
import dev.keyturn.sandbox.trouble.Trouble;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A running sandbox, on 127.0.0.1 only. This class offers everything of the control interface in
 * process. The accounts' state ends with {@link #close()}.
 */
public final class Sandbox implements AutoCloseable {
  private final Setup setup;
  private final TurnableClock clock;
  private final Accounts accounts;
  private final Trouble trouble;
  private final Listener listener;

  private Sandbox(Setup setup) throws IOException {
    this.setup = setup;
    this.clock = new TurnableClock(setup.time());
    this.accounts = new Accounts(new Account(setup.account(), clock, setup.random()), clock);
    this.trouble = Trouble.none(clock);
    Authorization authorization = new Authorization(new Permissions(accounts));
    Control control = new Control(accounts, clock, trouble);
    Front front = new Front(accounts, authorization, trouble, clock);
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

  /** The first account; its {@link Account#rootKey()} may do everything. */
  public Account account() {
    return accounts.first();
  }

  /** All accounts, and the place to create more. */
  public Accounts accounts() {
    return accounts;
  }

  /** The organization, which the accounts are not part of at first. */
  public Organization organization() {
    return accounts.organization();
  }

  public TurnableClock clock() {
    return clock;
  }

  public Faults faults() {
    return trouble.faults();
  }

  public RateLimits rateLimits() {
    return trouble.rateLimits();
  }

  public CallLog calls() {
    return trouble.calls();
  }

  /** Shell lines that make AWS tools use this sandbox; they contain the root key's secret. */
  public String exportLines() {
    StringBuilder lines = new StringBuilder();
    environment().forEach((name, value) -> lines.append("export %s=%s\n".formatted(name, value)));
    return lines.append("unset AWS_SESSION_TOKEN AWS_PROFILE\n").toString();
  }

  /** Endpoint and credentials as environment variables. */
  public Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("AWS_ENDPOINT_URL", endpoint().toString());
    all.put("AWS_REGION", region());
    all.put("AWS_DEFAULT_REGION", region());
    all.put("AWS_ACCESS_KEY_ID", account().rootKey().id());
    all.put("AWS_SECRET_ACCESS_KEY", account().rootKey().secret().reveal());
    return all;
  }

  @Override
  public void close() {
    listener.close();
  }
}
