package dev.keyturn.proof.fuzz;

import dev.keyturn.aws.Aws;
import dev.keyturn.aws.client.StandIn;
import dev.keyturn.event.Event;
import dev.keyturn.event.Report;
import dev.keyturn.mail.Signature;
import dev.keyturn.mail.template.TemplateMailWriter;
import dev.keyturn.mail.template.Templates;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.proof.Given;
import dev.keyturn.proof.OwnersGroup;
import dev.keyturn.run.Run;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.sandbox.account.AccessKey;
import dev.keyturn.sandbox.account.AccessKey.Status;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser;
import dev.keyturn.sandbox.account.NewUser.NewKey;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A sandbox with a user alice, and a proxy to it. */
final class DamagedRepliesFixture implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final String BUCKET = "keyturn-files";
  private static final String SENDER = "keys@corp.example";
  private static final Templates TEMPLATES = Templates.standard();

  final Sandbox sandbox;
  final Wire wire;
  final List<Event> events = new ArrayList<>();
  final List<String> firstKeys;
  private final Aws aws;
  private final RuntimeEnvironment runtime;
  private final Settings settings;

  /** The step that is due for alice, which determines the calls. */
  enum Flow {
    WARNING,
    ROTATION,
    GRACE,
    DEACTIVATION,
    DELETION,
    UNFINISHED;

    /** The ages of her keys, in days. */
    List<Integer> ages() {
      return switch (this) {
        case WARNING -> List.of(31);
        case ROTATION -> List.of(61);
        case GRACE -> List.of(66, 5);
        case DEACTIVATION -> List.of(72, 11);
        case DELETION -> List.of(82, 21);
        case UNFINISHED -> List.of(62, 1);
      };
    }

    String dateTag() {
      return switch (this) {
        case WARNING, ROTATION -> "";
        case GRACE -> "2026-11-17";
        case DEACTIVATION -> "2026-11-11";
        case DELETION -> "2026-11-11 deactivated";
        case UNFINISHED -> "2026-11-21T12:00:00Z rotating";
      };
    }
  }

  DamagedRepliesFixture(Flow flow) {
    try {
      this.sandbox = Sandbox.start(Setup.of(InstantSource.fixed(START), new Random(7)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sandbox.account().buckets().create(BUCKET, sandbox.region());
    OwnersGroup.make(sandbox.account(), BUCKET);
    sandbox.account().mailroom(sandbox.region()).create(SENDER);
    sandbox.account().mailroom(sandbox.region()).verify(SENDER);
    this.firstKeys = alice(flow);
    this.wire = new Wire(sandbox.endpoint());
    this.settings = Given.settings(BUCKET, SENDER, sandbox.region());
    this.runtime =
        new RuntimeEnvironment(
            sandbox.clock(), sandbox.clock()::advance, new Random(1), Runnable::run);
    this.aws =
        Aws.connect(
            settings,
            runtime,
            new StandIn(
                wire.endpoint(),
                sandbox.region(),
                sandbox.account().rootKey().id(),
                sandbox.account().rootKey().secret().reveal()));
  }

  private List<String> alice(Flow flow) {
    List<NewKey> keys = new ArrayList<>();
    for (int i = 0; i < flow.ages().size(); i++) {
      keys.add(
          new NewKey(
              START.minus(Duration.ofDays(flow.ages().get(i))),
              flow == Flow.DELETION && i == 0 ? Status.INACTIVE : Status.ACTIVE,
              flow == Flow.UNFINISHED
                  ? new LastUse.Never()
                  : new LastUse.At(START.minusSeconds(900), sandbox.region(), "s3")));
    }
    sandbox
        .account()
        .users()
        .importUser(
            new NewUser(
                "alice",
                "/",
                START.minus(Duration.ofDays(400)),
                List.of(new Tag("email", "alice@corp.example")),
                List.of(OwnersGroup.NAME),
                keys));
    List<String> ids = user().keys().stream().map(AccessKey::id).toList();
    if (!flow.dateTag().isEmpty()) {
      sandbox
          .account()
          .users()
          .tag(
              "alice",
              List.of(
                  new Tag("last-check-date", flow.dateTag()),
                  new Tag("last-check-old-key", ids.getFirst())));
    }
    return ids;
  }

  User user() {
    return sandbox.account().users().get("alice");
  }

  Optional<AccessKey> key(int number) {
    return firstKeys.size() <= number
        ? Optional.empty()
        : user().keys().stream().filter(key -> key.id().equals(firstKeys.get(number))).findFirst();
  }

  /** Completes a run; empty if it could not begin. */
  Optional<Report> run() {
    try {
      return Optional.of(
          new Run(
                  settings,
                  aws.ports(),
                  new TemplateMailWriter(
                      TEMPLATES,
                      new Signature(
                          "keyturn", "123456789012", "aws", new Signature.Contact.None())),
                  runtime,
                  events::add)
              .planAndApply(RunRequest.everyone())
              .report());
    } catch (CannotBegin e) {
      return Optional.empty();
    }
  }

  /** Undamaged runs until nothing changes any more. */
  DamagedRepliesFixture settle() {
    wire.damage((_, reply) -> reply);
    for (int i = 0; i < 3; i++) {
      sandbox.clock().advance(Duration.ofMinutes(10));
      run();
    }
    return this;
  }

  /** Each key with its file, and the tags; later keys have no names. */
  String standing() {
    StringBuilder text = new StringBuilder();
    for (AccessKey key : user().keys()) {
      String file =
          sandbox
              .account()
              .buckets()
              .find(BUCKET, "credential/alice/alice_" + key.id() + ".csv")
              .map(object -> new String(object.content().array(), StandardCharsets.UTF_8))
              .orElse("");
      text.append(name(key.id()))
          .append(' ')
          .append(key.status())
          .append(file.contains(key.secret().reveal()) ? " with its file\n" : " without a file\n");
    }
    user().tags().all().stream()
        .map(tag -> tag.key() + "=" + name(tag.value()) + "\n")
        .sorted()
        .forEach(text::append);
    return text.toString();
  }

  private String name(String value) {
    return switch (firstKeys.indexOf(value)) {
      case 0 -> "first";
      case 1 -> "second";
      default -> value.startsWith("AKIA") ? "made" : value;
    };
  }

  @Override
  public void close() {
    aws.close();
    wire.close();
    sandbox.close();
  }
}
