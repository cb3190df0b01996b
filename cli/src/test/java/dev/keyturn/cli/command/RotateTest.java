package dev.keyturn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.aws.client.StandIn;
import dev.keyturn.cli.CommandFixture;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Interrupt;
import dev.keyturn.cli.TestSettings;
import dev.keyturn.event.EventBus.Message;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.policy.Orders.Wish;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Intervention.Command;
import dev.keyturn.run.Workplace;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.sandbox.account.AccessKey.Status;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.NewUser;
import dev.keyturn.sandbox.account.NewUser.NewKey;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.trouble.Fault;
import dev.keyturn.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code keyturn rotate} prints and tells others of, and {@code keyturn undo}. */
class RotateTest {
  private static final String OWNERS_POLICY =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::corp-keyturn/credential/${aws:username}/*"}]}
      """;

  private final Sandbox sandbox =
      Sandbox.start(Setup.of(InstantSource.system(), new Random(20_261_123)));
  private final CommandFixture command = new CommandFixture(Map.of());
  private final List<Message> put = new ArrayList<>();

  /** Gives each run its own id. */
  private final Random random = new Random(1);

  private Runnable published = () -> {};
  private Consumer<Interrupt> listening = _ -> {};

  RotateTest() throws IOException {
    sandbox.account().buckets().create(TestSettings.BUCKET, sandbox.region());
    for (String address : List.of("keys@corp.example", "admins@corp.example")) {
      sandbox.account().mailroom(sandbox.region()).create(address);
      sandbox.account().mailroom(sandbox.region()).verify(address);
    }
    create("alice");
  }

  private void create(String user) {
    Instant then = sandbox.clock().instant().minus(Duration.ofDays(5));
    sandbox
        .account()
        .users()
        .importUser(
            new NewUser(
                user,
                "/",
                then,
                List.of(new Tag("email", user + "@corp.example")),
                List.of(),
                List.of(new NewKey(then, Status.ACTIVE, new LastUse.Never()))));
    sandbox.account().policies().putUserPolicy(user, "owners", OWNERS_POLICY);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  private int rotate(boolean compromised, String... form) throws CannotBegin, UnusableTemplates {
    return rotate(Set.of(new UserName("alice")), compromised, form);
  }

  private int rotate(Set<UserName> users, boolean compromised, String... form)
      throws CannotBegin, UnusableTemplates {
    Wish wish = new Wish(Optional.empty(), compromised);
    OutputOption output = new OutputOption();
    new CommandLine(output).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(form);
    return with(
        place ->
            new OrderedRotation(command.terminal(), place, wish, output)
                .rotate(users, options("alice"), listening));
  }

  private static InterventionOptions options(String... users) {
    return CommandLine.populateCommand(
        new InterventionOptions(),
        Stream.concat(Stream.of("--yes"), Stream.of(users)).toArray(String[]::new));
  }

  private int undo(String... users) throws CannotBegin, UnusableTemplates {
    return with(
        place ->
            new Intervene(command.terminal(), _ -> {}).with(place, Command.UNDO, options(users)));
  }

  /** A command on a terminal without a person. */
  private int with(Session.Work work) throws CannotBegin, UnusableTemplates {
    Settings settings = TestSettings.of(sandbox, Map.of("ADMIN_EMAIL", "admins@corp.example"));
    RuntimeEnvironment runtime =
        new RuntimeEnvironment(InstantSource.system(), _ -> {}, random, Runnable::run);
    StandIn standIn =
        new StandIn(
            sandbox.endpoint(),
            sandbox.region(),
            sandbox.account().rootKey().id(),
            sandbox.account().rootKey().secret().reveal());
    MailFactory mails = new MailFactory(settings);
    try (Aws aws = Aws.connect(settings, runtime, standIn)) {
      Workplace place =
          new Workplace(
              settings,
              aws.ports(),
              mails,
              Optional.of(
                  messages -> {
                    put.addAll(messages);
                    published.run();
                    return Optional.empty();
                  }),
              runtime,
              _ -> {});
      int status = work.with(place);
      command.terminal().flush();
      return status;
    }
  }

  @Test
  void publishesAnEventForTheKeyItReplaced() throws CannotBegin, UnusableTemplates {
    int status = rotate(false);
    assertThat(status).as("%s%s", command.out(), command.err()).isEqualTo(ExitStatus.DONE);
    assertThat(put).extracting(Message::type).containsExactly("Keyturn Key Rotated");
    assertThat(put.getFirst().detail()).contains("\"user\":\"alice\"", "\"reason\":\"ORDERED\"");
  }

  @Test
  void printsOnlyTheReportInAFormForPrograms() throws CannotBegin, UnusableTemplates {
    assertThat(rotate(true, "--output", "csv")).isEqualTo(ExitStatus.DONE);
    assertThat(command.out().lines().toList())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("user,email,decision,reason,"),
            row -> assertThat(row).startsWith("alice,alice@corp.example,rotate,COMPROMISED,AKIA"));
    assertThat(command.err())
        .contains("alice: key AKIA", "never used", "Hand the new key of alice over: aws s3 cp");
  }

  @Test
  void aSecondTimeSaysWhatIsLeftAndChangesNothing() throws CannotBegin, UnusableTemplates {
    rotate(true);
    assertThat(put)
        .extracting(Message::type)
        .containsExactly("Keyturn Key Rotated", "Keyturn Key Deactivated");
    put.clear();
    assertThat(rotate(true)).as(command.err()).isEqualTo(ExitStatus.DONE);
    assertThat(put).isEmpty();
    assertThat(command.out())
        .contains("is already replaced by AKIA", "\n  aws s3 cp 's3://", "Keyturn deletes AKIA");
  }

  @Test
  void anOrderThatWaitsSaysSoAndIsWithdrawnByUndo() throws CannotBegin, UnusableTemplates {
    sandbox.account().users().tag("alice", List.of(new Tag("keyturn-exempt", "2099-12-31 CHG-1")));
    assertThat(rotate(true)).isEqualTo(ExitStatus.SOME_FAILED);
    assertThat(command.out())
        .contains("The order waits until the hold ends; keyturn undo alice withdraws it.");
    assertThat(command.err()).contains("keyturn undo USER withdraws its order");
    put.clear();
    assertThat(undo("alice")).isEqualTo(ExitStatus.DONE);
    assertThat(command.out()).contains("Withdraws the order of");
    assertThat(put).extracting(Message::type).containsExactly("Keyturn Order Withdrawn");
  }

  @Test
  void undoPublishesAnEventToo() throws CannotBegin, UnusableTemplates {
    rotate(true);
    put.clear();
    undo("alice");
    assertThat(put).extracting(Message::type).containsExactly("Keyturn Key Reactivated");
    assertThat(put.getFirst().detail()).contains("\"user\":\"alice\"");
  }

  @Test
  void ordersOfManyUsersAreAllCarriedOut() throws CannotBegin, UnusableTemplates {
    Set<UserName> users = new LinkedHashSet<>();
    for (int i = 0; i < 12; i++) {
      create("user" + i);
      users.add(new UserName("user" + i));
    }
    int status = rotate(users, false);
    assertThat(status).as("%s%s", command.out(), command.err()).isEqualTo(ExitStatus.DONE);
    assertThat(put).extracting(Message::type).hasSize(12).containsOnly("Keyturn Key Rotated");
  }

  @Test
  void undoOfAUserThatDoesNotExistChangesNoOther() throws CannotBegin, UnusableTemplates {
    rotate(true);
    put.clear();
    assertThatThrownBy(() -> undo("alice", "nosuch"))
        .isInstanceOf(CannotBegin.class)
        .hasMessageContaining("There is no user 'nosuch'");
    assertThat(put).isEmpty();
  }

  @Test
  void undoThatChangedAUserContinuesWhereAnotherCannotBegin()
      throws CannotBegin, UnusableTemplates {
    create("bob");
    create("carol");
    rotate(Set.of(new UserName("alice"), new UserName("bob"), new UserName("carol")), true);
    put.clear();
    published =
        () ->
            sandbox
                .account()
                .users()
                .untag("bob", List.of("last-check-old-key", "last-check-date"));
    assertThat(undo("alice", "bob", "carol")).isEqualTo(ExitStatus.SOME_FAILED);
    assertThat(command.err())
        .contains("keyturn: nothing was changed for bob: bob has changed meanwhile");
    assertThat(put)
        .extracting(Message::type)
        .containsExactly("Keyturn Key Reactivated", "Keyturn Key Reactivated");
  }

  @Test
  void aSecondTimeDeactivatesWhatTheFirstCouldNot() throws CannotBegin, UnusableTemplates {
    sandbox.faults().order(Fault.next("iam", "UpdateAccessKey", Fault.Effect.DENY));
    assertThat(rotate(true)).isEqualTo(ExitStatus.SOME_FAILED);
    put.clear();
    assertThat(rotate(true)).as("%s%s", command.out(), command.err()).isEqualTo(ExitStatus.DONE);
    assertThat(put).extracting(Message::type).containsExactly("Keyturn Key Deactivated");
  }

  /** Ctrl-C as soon as the command listens for it. */
  @Test
  void anInterruptedCommandSaysFromWhichUserOnNothingWasDone()
      throws CannotBegin, UnusableTemplates {
    listening = Interrupt::press;
    assertThat(rotate(false)).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(command.err())
        .contains("the key of alice was not ordered (the run was interrupted)");
    assertThat(put).isEmpty();
  }

  @Test
  void sendsTheDigest() throws CannotBegin, UnusableTemplates {
    rotate(false);
    assertThat(command.err()).contains("what was done was mailed to admins@corp.example");
    assertThat(sandbox.account().mailroom(sandbox.region()).accepted())
        .extracting(mail -> mail.mail().subject())
        .anyMatch(subject -> subject.contains("keyturn"));
  }
}
