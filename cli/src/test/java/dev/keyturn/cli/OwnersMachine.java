package dev.keyturn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.aws.client.StandIn;
import dev.keyturn.aws.owner.OwnersAccess;
import dev.keyturn.aws.owner.OwnersKey;
import dev.keyturn.aws.owner.OwnersProfile;
import dev.keyturn.cli.command.FetchCommand;
import dev.keyturn.facts.KeyId;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Run;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.AccessKey.Status;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser;
import dev.keyturn.sandbox.account.NewUser.NewKey;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine;

/** The machine of an owner named alice, whose key a run has just replaced in a sandbox. */
final class OwnersMachine implements AutoCloseable {
  static final String BUCKET = TestSettings.BUCKET;

  /** As deploy/template.yaml has it; the sandbox enforces it. */
  private static final String OWNERS_POLICY =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::corp-keyturn",
         "Condition": {"StringLike": {"s3:prefix": "credential/${aws:username}/*"}}},
        {"Effect": "Allow", "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::corp-keyturn/credential/${aws:username}/*"}]}
      """;

  private final Sandbox sandbox;
  private final Map<String, String> environment = new TreeMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Path home;
  final AccessKey old;
  final AccessKey fresh;
  private String answer = "";
  private boolean asks;
  private Runnable meanwhile = () -> {};

  private OwnersMachine(Path home, Sandbox sandbox) throws CannotBegin {
    this.home = home;
    this.sandbox = sandbox;
    environment.put("HOME", home.toString());
    environment.put("USERPROFILE", home.toString());
    moveIn("alice");
    old = keys().getFirst();
    rotate();
    fresh = keys().getLast();
  }

  static OwnersMachine open(Path home) throws IOException, CannotBegin {
    Sandbox sandbox = Sandbox.start(Setup.of(InstantSource.system(), new Random(20_261_123)));
    sandbox.account().buckets().create(BUCKET, sandbox.region());
    sandbox.account().mailroom(sandbox.region()).create("keys@corp.example");
    sandbox.account().mailroom(sandbox.region()).verify("keys@corp.example");
    return new OwnersMachine(home, sandbox);
  }

  private void moveIn(String name) {
    Instant then = sandbox.clock().instant().minus(Duration.ofDays(61));
    sandbox
        .account()
        .users()
        .importUser(
            new NewUser(
                name,
                "/staff/",
                then,
                List.of(new Tag("email", name + "@corp.example")),
                List.of(),
                List.of(new NewKey(then, Status.ACTIVE, new LastUse.Never()))));
    allow(OWNERS_POLICY);
  }

  void allow(String policy) {
    sandbox.account().policies().putUserPolicy("alice", "owners", policy);
  }

  private void rotate() throws CannotBegin {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      RuntimeEnvironment runtime =
          new RuntimeEnvironment(InstantSource.system(), _ -> {}, new Random(1), executor);
      try (Aws aws =
          Aws.connect(
              settings(),
              runtime,
              new StandIn(
                  sandbox.endpoint(),
                  sandbox.region(),
                  sandbox.account().rootKey().id(),
                  sandbox.account().rootKey().secret().reveal()))) {
        new Run(
                settings(),
                aws.ports(),
                new MailFactory(settings()).noticeWriter(aws.ports().account()),
                runtime,
                _ -> {})
            .planAndApply(RunRequest.everyone());
      }
    } catch (UnusableTemplates e) {
      throw new AssertionError(e);
    }
  }

  private Settings settings() {
    return TestSettings.of(sandbox, Map.of());
  }

  Sandbox sandbox() {
    return sandbox;
  }

  List<AccessKey> keys() {
    return sandbox.account().keys().list("alice");
  }

  String objectKey() {
    return "credential/alice/alice_" + fresh.id() + ".csv";
  }

  /** The text of the last mail to alice. */
  String mail() {
    return sandbox.account().mailroom(sandbox.region()).accepted().getLast().mail().text();
  }

  OwnersMachine with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** From now on, a person at the terminal gives this answer. */
  OwnersMachine answering(String answer) {
    this.answer = answer + "\n";
    this.asks = true;
    return this;
  }

  /** Runs an action while the command waits for the first time. */
  OwnersMachine meanwhile(Runnable deed) {
    this.meanwhile = deed;
    return this;
  }

  /** Writes a file below the home. */
  Path file(String name, String content) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content.getBytes(UTF_8));
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    return file;
  }

  /** The usual credentials file, with the old key in its default profile. */
  Path credentials() throws IOException {
    return file(".aws/credentials", profile("default", old));
  }

  static String profile(String name, AccessKey key) {
    return "[%s]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
        .formatted(name, key.id(), key.secret().reveal());
  }

  int fetch(String... args) {
    Terminal terminal =
        new Terminal(
            environment,
            new PrintWriter(out),
            new PrintWriter(err),
            new BufferedReader(new StringReader(answer)),
            asks,
            false,
            false);
    CommandLine line =
        new CommandLine(new FetchCommand(terminal, new Waiting(), Optional.of(sandbox.endpoint())));
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    int status = line.execute(args);
    terminal.flush();
    return status;
  }

  /** The account of a key, from STS. */
  String whose(AccessKey key) throws CannotBegin {
    try (OwnersAccess access =
        OwnersAccess.open(
            new OwnersProfile("default", Map.of(), Optional.empty()),
            Optional.of(sandbox.region()),
            Optional.of(sandbox.endpoint()),
            new RuntimeEnvironment(
                InstantSource.system(), _ -> {}, new Random(1), Runnable::run))) {
      return access.identify(new OwnersKey(new KeyId(key.id()), key.secret().reveal())).arn();
    }
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** Everything that was printed. */
  String said() {
    return out() + err();
  }

  @Override
  public void close() {
    sandbox.close();
  }

  /** Waits without losing time. */
  private final class Waiting implements Machine {
    @Override
    public Lent lend() {
      ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
      return new Lent(
          new RuntimeEnvironment(
              clock(),
              _ -> {
                meanwhile.run();
                meanwhile = () -> {};
              },
              new Random(1),
              executor),
          executor);
    }

    @Override
    public InstantSource clock() {
      return InstantSource.fixed(Instant.parse("2026-11-23T08:09:10Z"));
    }

    @Override
    public void awaitInterrupt() {
      throw new AssertionError("nothing to wait for");
    }
  }
}
