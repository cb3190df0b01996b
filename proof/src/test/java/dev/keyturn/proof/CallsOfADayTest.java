package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.apply.MailFactory;
import dev.keyturn.aws.Aws;
import dev.keyturn.aws.client.StandIn;
import dev.keyturn.event.Report;
import dev.keyturn.mail.FilePlace.Expiry;
import dev.keyturn.mail.template.UnusableTemplates;
import dev.keyturn.plan.RunRequest;
import dev.keyturn.port.Answer;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.run.Run;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.objects.Setting;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How few calls a run makes, and that it asks whose the bucket is all the same. */
class CallsOfADayTest {
  private static final String BUCKET = "keyturn-files";
  private static final String SENDER = "keys@corp.example";

  private final Sandbox sandbox = Sandbox.start(Setup.of(InstantSource.system(), new Random(1)));
  private final RuntimeEnvironment runtime =
      new RuntimeEnvironment(
          sandbox.clock(), sandbox.clock()::advance, new Random(1), Runnable::run);

  CallsOfADayTest() throws IOException {
    sandbox.account().mailroom(sandbox.region()).verify(SENDER);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  private static Settings settings() {
    return Given.settings(BUCKET, SENDER, "eu-west-1");
  }

  private <T> T on(Account account, Function<Ports, T> work) throws CannotBegin {
    StandIn caller =
        new StandIn(
            sandbox.endpoint(),
            sandbox.region(),
            account.rootKey().id(),
            account.rootKey().secret().reveal());
    try (Aws aws = Aws.connect(settings(), runtime, caller)) {
      return work.apply(aws.ports());
    }
  }

  private Report apply() throws CannotBegin {
    return on(
        sandbox.account(),
        ports -> {
          try {
            return new Run(
                    settings(),
                    ports,
                    new MailFactory(settings()).noticeWriter(ports.account()),
                    runtime,
                    _ -> {})
                .planAndApply(RunRequest.everyone())
                .report();
          } catch (CannotBegin | UnusableTemplates e) {
            throw new AssertionError(e);
          }
        });
  }

  private List<String> actions() {
    return sandbox.calls().entries().stream().map(CallLog.Entry::action).toList();
  }

  /** Users who joined long ago; every tenth has a young key, which the first run looks up. */
  @ParameterizedTest
  @CsvSource({"100, 8", "5000, 12"})
  void aQuietDayTakesFewCalls(int users, int calls) throws CannotBegin {
    sandbox.account().buckets().create(BUCKET, sandbox.region());
    Staff staff = new Staff(sandbox.account(), sandbox.clock());
    for (int i = 0; i < users; i++) {
      staff.hire(
          "user-%04d".formatted(i),
          "user%d@corp.example".formatted(i),
          i % 10 == 0 ? List.of(staff.key(5)) : List.of());
    }
    assertThat(apply().managed()).isEqualTo(users);
    sandbox.clock().advance(Duration.ofDays(1));
    sandbox.calls().clear();

    Report quiet = apply();
    assertThat(quiet.rows()).isEmpty();
    assertThat(quiet.managed()).isEqualTo(users);
    assertThat(actions()).hasSize(calls);
    assertThat(quiet.apiCalls()).isEqualTo(calls);
  }

  @Test
  void anExemptUserTakesOneCallADayAndTheLedgerIsNotWrittenAgain() throws CannotBegin {
    sandbox.account().buckets().create(BUCKET, sandbox.region());
    Staff staff = new Staff(sandbox.account(), sandbox.clock());
    staff.hire("young", "young@corp.example", List.of(staff.key(5)));
    staff.hire("exempt", "exempt@corp.example", List.of(staff.key(70)));
    sandbox
        .account()
        .users()
        .tag("exempt", List.of(new Tag("keyturn-exempt", "2099-12-31 migrating")));
    apply();
    sandbox.clock().advance(Duration.ofDays(1));
    apply();
    sandbox.clock().advance(Duration.ofDays(1));
    sandbox.calls().clear();

    apply();
    assertThat(actions()).hasSize(9).containsOnlyOnce("ListAccessKeys").doesNotContain("PutObject");
  }

  @Test
  void aBucketThatDoesNotBlockPublicAccessIsLookedUpInTheListAndItsPolicyRead() throws CannotBegin {
    sandbox.account().buckets().create(BUCKET, sandbox.region());
    sandbox.account().buckets().clear(BUCKET, Setting.PUBLIC_ACCESS_BLOCK);
    Answer answer = on(sandbox.account(), ports -> ports.credentialStore().check());
    assertThat(answer).isEqualTo(new Answer.Yes());
    assertThat(actions())
        .containsExactly(
            "GetCallerIdentity",
            "GetPublicAccessBlock",
            "ListBuckets",
            "GetBucketAcl",
            "GetBucketPolicyStatus");
  }

  @Test
  void aBucketOfAnotherAccountIsRefusedEvenIfItsPublicAccessIsBlocked() throws CannotBegin {
    sandbox.account().buckets().create(BUCKET, sandbox.region());
    Account other = sandbox.accounts().create("111111111111");
    Answer answer = on(other, ports -> ports.credentialStore().check());
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.No.class,
            no -> assertThat(no.why()).contains("does not belong to this account"));
  }

  @Test
  void linksNameTheBucketsOwnRegionWhichIsAskedForOnce() throws CannotBegin {
    sandbox.account().buckets().create(BUCKET, "eu-north-1");
    on(
        sandbox.account(),
        ports -> {
          assertThat(ports.credentialStore().check()).isEqualTo(new Answer.Yes());
          assertThat(actions()).doesNotContain("ListBuckets");
          for (String name : List.of("credential/a/a_1.csv", "credential/b/b_2.csv")) {
            assertThat(ports.credentialStore().place(name, new Expiry.Unknown()).region())
                .isEqualTo("eu-north-1");
          }
          return ports;
        });
    assertThat(actions()).containsOnlyOnce("ListBuckets");
  }
}
