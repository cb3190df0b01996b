package dev.keyturn.proof.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.event.Row.Outcome;
import dev.keyturn.policy.Reason;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.report.page.ReportArchive;
import dev.keyturn.sample.Sampled;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every flow passes with the shipped policy. Without any one of its actions, a run changes nothing
 * that it cannot finish. The sandbox enforces the policies.
 */
@Sampled(parts = 5)
class LeastPrivilegeTest {
  private static final String ASKING = "iam:SimulatePrincipalPolicy";

  /** Without these a run continues. */
  private static final Set<String> DISPENSABLE =
      Set.of(
          ASKING,
          "iam:GetAccountAuthorizationDetails",
          "iam:GenerateCredentialReport",
          "iam:GetCredentialReport",
          "iam:ListUsers",
          "iam:ListAttachedUserPolicies",
          "s3:ListAllMyBuckets",
          "s3:GetBucketPublicAccessBlock",
          "s3:GetBucketAcl",
          "s3:GetBucketPolicyStatus",
          "s3:GetBucketPolicy",
          "ses:GetEmailIdentity",
          "ses:GetSuppressedDestination",
          "ses:GetAccount",
          // Lambda writes the log.
          "logs:CreateLogStream",
          "logs:PutLogEvents");

  private static SortedMap<String, String> before;
  private static SortedMap<String, String> end;

  @BeforeAll
  static void undisturbed() throws IOException, CannotBegin {
    try (Company company = company(Company.shipped())) {
      before = company.standing();
      company.runAsRoot();
      end = company.standing();
    }
  }

  private static Company company(ShippedPolicy policy) throws IOException {
    return new Company(policy.json()).everyFlow().leaseOfADeadRun();
  }

  static List<String> needed() throws IOException {
    Set<String> actions = new TreeSet<>(Company.shipped().actions());
    actions.removeAll(DISPENSABLE);
    return List.copyOf(actions);
  }

  private static String errors(Report report) {
    return report.rows().stream()
        .map(Row::outcome)
        .filter(Outcome.Failed.class::isInstance)
        .map(outcome -> ((Outcome.Failed) outcome).error())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void everyFlowEndsWithTheShippedPolicyAsItDoesForTheAccountsRoot()
      throws IOException, CannotBegin {
    try (Company permitted = company(Company.shipped());
        Company root = company(Company.shipped())) {
      Report report = permitted.run();
      assertThat(root.runAsRoot().failed()).isZero();
      assertThat(errors(report)).isEmpty();
      assertThat(permitted.said()).isEmpty();
      assertThat(permitted.everything()).isEqualTo(root.everything());
      assertThat(permitted.trail()).isPositive();
    }
  }

  @Test
  void allFlowsAreAmongThem() throws IOException, CannotBegin {
    try (Company company = company(Company.shipped())) {
      Set<Reason> due =
          company.run().rows().stream()
              .map(row -> row.decision().reason())
              .collect(Collectors.toCollection(HashSet::new));
      assertThat(due)
          .containsExactlyInAnyOrder(
              Reason.Warn.WARNING,
              Reason.Warn.BOTH_ACTIVE,
              Reason.Rotate.OVERDUE,
              Reason.Rotate.RESUME_CREATE,
              Reason.Rotate.RESUME_ORPHAN,
              Reason.Rotate.RESUME_STORED,
              Reason.Rotate.RESUME_ANNOUNCE,
              Reason.Hold.NEVER_FETCHED,
              Reason.Hold.STILL_IN_USE,
              Reason.Deactivate.GRACE_OVER,
              Reason.Deactivate.RESUME_DEACTIVATION,
              Reason.Deactivate.TURNED_OFF_BY_OWNER,
              Reason.Warn.REACTIVATED,
              Reason.Delete.RETENTION_OVER,
              Reason.Delete.RESUME_DELETION,
              Reason.Clear.OLD_KEY_GONE,
              Reason.Hold.EXEMPT,
              Reason.Hold.ADDRESS_SUPPRESSED);
    }
  }

  @ParameterizedTest
  @MethodSource("needed")
  void withoutANeededActionTheRunNamesItAndChangesNothing(String action) throws IOException {
    try (Company company = company(Company.shipped().without(action))) {
      String untouched = company.everything();
      assertThatExceptionOfType(CannotBegin.class)
          .isThrownBy(company::run)
          .withMessageContaining(action);
      assertThat(company.everything()).isEqualTo(untouched);
    }
  }

  @ParameterizedTest
  @MethodSource("needed")
  void withoutACheckBeforehandNothingIsChangedThatCannotBeFinished(String action)
      throws IOException, CannotBegin {
    withoutKnowing(action, Company.shipped().without(action).without(ASKING));
  }

  @ParameterizedTest
  @ValueSource(strings = {"StoreFiles", "KeepState", "AddToTrail"})
  void nothingIsChangedThatCannotBeFinishedIfSomeObjectsMayNotBeWritten(String statement)
      throws IOException, CannotBegin {
    withoutKnowing("s3:", Company.shipped().withoutStatement(statement).without(ASKING));
  }

  @Test
  void thePageOfARunIsKeptAndHoldsNoSecret() throws IOException, CannotBegin {
    try (Company company = company(Company.shipped())) {
      assertThat(company.runAndKeepPage()).isInstanceOf(ReportArchive.Placed.At.class);
      assertThat(company.pages())
          .singleElement()
          .satisfies(
              page -> {
                assertThat(page.key()).matches("reports/2026-11-22-[0-9a-f-]{36}\\.html");
                assertThat(page.content().text()).contains("rotation-with-orphan", "keyturn mend");
                assertThat(company.secrets())
                    .isNotEmpty()
                    .noneMatch(page.content().text()::contains);
              });
      assertThat(company.standing()).isEqualTo(end);
    }
  }

  @Test
  void aDeniedPageAffectsNothingElse() throws IOException, CannotBegin {
    try (Company company = company(Company.shipped().withoutStatement("KeepReports"))) {
      assertThat(company.runAndKeepPage())
          .isInstanceOfSatisfying(
              ReportArchive.Placed.Not.class, not -> assertThat(not.why()).contains("PutObject"));
      assertThat(company.pages()).isEmpty();
      assertThat(company.standing()).isEqualTo(end);
    }
  }

  private static void withoutKnowing(String action, ShippedPolicy policy)
      throws IOException, CannotBegin {
    try (Company company = company(policy)) {
      assertThat(named(company)).contains(action);
      SortedMap<String, String> now = company.standing();
      List<String> halfDone =
          now.entrySet().stream()
              .filter(user -> !user.getValue().equals(before.get(user.getKey())))
              .filter(user -> !user.getValue().equals(end.get(user.getKey())))
              .map(Map.Entry::getKey)
              .toList();
      assertThat(halfDone).as("%s", now).isEmpty();

      company.permit(Company.shipped().json());
      assertThat(errors(company.run())).isEmpty();
      assertThat(company.standing()).isEqualTo(end);
    }
  }

  /** The messages of a run without a permission; a run that could not begin changed no user. */
  private static String named(Company company) {
    try {
      return errors(company.run());
    } catch (CannotBegin e) {
      assertThat(company.standing()).isEqualTo(before);
      assertThat(company.mails()).isEmpty();
      return String.valueOf(e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "iam:SimulatePrincipalPolicy, iam:SimulatePrincipalPolicy",
    "iam:GetAccountAuthorizationDetails, iam:GetAccountAuthorizationDetails",
    "iam:GenerateCredentialReport, iam:GenerateCredentialReport",
    "iam:GetCredentialReport, iam:GetCredentialReport",
    "iam:ListUsers, ''",
    "s3:ListAllMyBuckets, ''",
    "s3:GetBucketPublicAccessBlock, ''",
    "s3:GetBucketAcl, ''",
    "s3:GetBucketPolicyStatus, ''",
    "s3:GetBucketPolicy, ''",
    "ses:GetEmailIdentity, ses:GetEmailIdentity",
    "logs:CreateLogStream, ''",
    "logs:PutLogEvents, ''",
  })
  void withoutAnOptionalActionARunContinuesAndReportsTheMissingCheck(String action, String said)
      throws IOException, CannotBegin {
    try (Company company = company(Company.shipped().without(action))) {
      assertThat(errors(company.run())).isEmpty();
      assertThat(company.standing()).isEqualTo(end);
      assertThat(company.said()).contains(said);
      assertThat(company.said().isEmpty()).isEqualTo(said.isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3:GetBucketAcl", "s3:GetBucketPolicyStatus"})
  void aRunReportsIfItIsUnclearWhetherTheBucketIsPublic(String action)
      throws IOException, CannotBegin {
    ShippedPolicy blind = Company.shipped().without("s3:GetBucketPublicAccessBlock");
    try (Company company = new Company(blind.without(action).json()).rotationsDue(1)) {
      assertThat(errors(company.run())).isEmpty();
      assertThat(company.said()).contains(action);
    }
  }

  @Test
  void withoutTheSendingQuotaARunSaysSoAndMailsAtAUsualRate() throws IOException, CannotBegin {
    try (Company company = company(Company.shipped().without("ses:GetAccount"))) {
      assertThat(errors(company.run())).isEmpty();
      assertThat(company.said()).containsOnlyOnce("SES GetAccount was denied");
      assertThat(company.standing()).isEqualTo(end);
    }
  }

  @Test
  void withoutTheSuppressionListARunSaysSoAndTreatsNoAddressAsSuppressed()
      throws IOException, CannotBegin {
    try (Company company = company(Company.shipped().without("ses:GetSuppressedDestination"))) {
      assertThat(errors(company.run())).isEmpty();
      assertThat(company.said()).containsOnlyOnce("SES GetSuppressedDestination of");
      SortedMap<String, String> now = company.standing();
      now.remove("suppressed");
      assertThat(now).isEqualTo(others("suppressed"));
    }
  }

  private static Map<String, String> others(String... but) {
    return end.entrySet().stream()
        .filter(user -> !Arrays.asList(but).contains(user.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Test
  void onlyOneOfManySimultaneousUsersIsLeftHalfDoneIfMailIsDenied()
      throws IOException, CannotBegin {
    ShippedPolicy mute = Company.shipped().without("ses:SendEmail").without(ASKING);
    try (Company company = new Company(mute.json()).rotationsDue(24);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(company.run(threads).failed()).isEqualTo(24);
      assertThat(company.files()).hasSize(1);
      assertThat(company.standing().values())
          .filteredOn(text -> text.contains("stored"))
          .hasSize(1);

      // A second run without the permission starts no other user.
      assertThat(company.run(threads).failed()).isEqualTo(24);
      assertThat(company.files()).hasSize(1);

      company.permit(Company.shipped().json());
      assertThat(errors(company.run(threads))).isEmpty();
      assertThat(company.files()).hasSize(24);
      assertThat(company.mails()).hasSize(24).doesNotHaveDuplicates();
    }
  }
}
