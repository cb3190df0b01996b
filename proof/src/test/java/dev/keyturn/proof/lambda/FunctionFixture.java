package dev.keyturn.proof.lambda;

import dev.keyturn.facts.BucketPaths;
import dev.keyturn.proof.Given;
import dev.keyturn.proof.OwnersGroup;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.automation.Event;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.mail.Accepted;
import dev.keyturn.sandbox.mail.Mail;
import dev.keyturn.sandbox.mail.Mailroom;
import dev.keyturn.sandbox.objects.Condition;
import dev.keyturn.sandbox.objects.LifecycleRule;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Fault;
import dev.keyturn.state.LeaseText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** An account in the sandbox with an installation in it. */
final class FunctionFixture implements AutoCloseable {
  static final String BUCKET = "corp-keyturn";
  private static final String SENDER = "keys@corp.example";

  private final Sandbox sandbox;

  FunctionFixture() throws IOException {
    sandbox = Sandbox.start(Setup.of(InstantSource.system(), new Random(4)));
    sandbox.account().buckets().create(BUCKET, sandbox.region());
    OwnersGroup.make(sandbox.account(), BUCKET);
    sandbox
        .account()
        .buckets()
        .lifecycle(BUCKET, List.of(new LifecycleRule("files", "credential/", 30, true)));
    sandbox.account().mailroom(sandbox.region()).create(SENDER);
    sandbox.account().mailroom(sandbox.region()).verify(SENDER);
    // No waits for SES's send rate: they would exceed the time limit of some runs.
    sandbox
        .account()
        .mailroom(sandbox.region())
        .standing(new Mailroom.Standing(true, true, 50_000, 1000));
  }

  /** The function's environment. */
  Map<String, String> environment() {
    Map<String, String> environment =
        new HashMap<>(Given.environment(BUCKET, SENDER, sandbox.region()));
    environment.put("AWS_ENDPOINT_URL", sandbox.endpoint().toString());
    environment.put("AWS_REGION", sandbox.region());
    environment.put("AWS_ACCESS_KEY_ID", sandbox.account().rootKey().id());
    environment.put("AWS_SECRET_ACCESS_KEY", sandbox.account().rootKey().secret().reveal());
    return Map.copyOf(environment);
  }

  /** Adds a user with a key of that age. */
  void user(String name, int days) {
    Instant made = sandbox.clock().instant().minus(Duration.ofDays(days));
    sandbox
        .account()
        .users()
        .importUser(
            new NewUser(
                name,
                "/",
                made,
                List.of(new Tag("email", name + "@corp.example")),
                List.of(OwnersGroup.NAME),
                List.of(new NewUser.NewKey(made, AccessKey.Status.ACTIVE, new LastUse.Never()))));
  }

  void days(int days) {
    sandbox.clock().advance(Duration.ofDays(days));
  }

  /** Advances the account's clock past the lease of a killed run. */
  void passLease() {
    sandbox.clock().advance(Duration.ofMinutes(1));
  }

  /** Another run has the lease for this time. */
  void holdLease(Duration time) {
    Instant until = sandbox.clock().instant().plus(time);
    LeaseText held = new LeaseText("another run", LeaseText.State.HELD, until);
    sandbox
        .account()
        .buckets()
        .put(BUCKET, BucketPaths.LEASE, Bytes.of(held.json()), Map.of(), new Condition.None());
  }

  void fault(Fault fault) {
    sandbox.faults().order(fault);
  }

  void clearFaults() {
    sandbox.faults().clear();
  }

  void dropBucket() {
    sandbox.account().buckets().delete(BUCKET);
  }

  /** Waits until a call with a delay arrives, which uses up its fault. */
  void await(String action) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(600);
    while (sandbox.faults().pending().stream().anyMatch(fault -> fault.action().equals(action))) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(action + " was never called");
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** The events that were put, in order. */
  List<Event> events() {
    return sandbox.account().works(sandbox.region()).events();
  }

  List<User> everyone() {
    return sandbox.account().users().truth();
  }

  User truth(String name) {
    return everyone().stream().filter(user -> user.name().equals(name)).findFirst().orElseThrow();
  }

  List<String> tagKeys(String name) {
    return truth(name).tags().all().stream().map(Tag::key).toList();
  }

  String file(String user, String key) {
    return sandbox
        .account()
        .buckets()
        .get(BUCKET, "credential/" + user + "/" + user + "_" + key + ".csv")
        .content()
        .text();
  }

  /** The mails that an address received. */
  List<Mail> mailsTo(String address) {
    return sandbox.account().mailroom(sandbox.region()).accepted().stream()
        .map(Accepted::mail)
        .filter(mail -> mail.to().contains(address))
        .toList();
  }

  int mails() {
    return sandbox.account().mailroom(sandbox.region()).accepted().size();
  }

  List<CallLog.Entry> calls() {
    return sandbox.calls().entries();
  }

  /** The calls that change something. */
  List<String> writes() {
    return calls().stream()
        .map(CallLog.Entry::action)
        .filter(action -> action.matches("(Create|Update|Delete|Put|Tag|Untag|Send).*"))
        .toList();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
