package dev.keyturn.proof.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.settings.Settings;
import dev.keyturn.settings.Settings.Checked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The deployment, held against the code. What npm and Python are needed for is in .ci/deploy. */
class DeploymentTest {
  private static final Pattern ACTION = Pattern.compile("\\b(iam|s3|ses|sts|kms):([A-Z]\\w+)");

  /** A call of an SDK client in the adapters: {@code iam.tagUser(}. */
  private static final Pattern CALL = Pattern.compile("\\b(iam|s3|ses|sts)\\s*\\.(\\w+)\\(");

  /** What a paginator of the SDK calls. */
  private static final String PAGINATOR = "Paginator";

  /** Calls whose permission has another name (Service Authorization Reference), or none. */
  private static final Map<String, String> OTHERWISE =
      Map.of(
          "s3:ListBuckets", "s3:ListAllMyBuckets",
          "s3:HeadBucket", "s3:ListBucket",
          "s3:GetObjectAsBytes", "s3:GetObject",
          "s3:ListObjectsV2", "s3:ListBucket",
          "s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock",
          "sts:GetCallerIdentity", "");

  private static Template template;

  @BeforeAll
  static void read() throws IOException {
    template = Template.read(Artefact.root().resolve("deploy/template.yaml"));
  }

  @Test
  void theRoleMayDoWhatTheAdaptersCallAndNothingElse() throws IOException {
    Set<String> allowed =
        ACTION
            .matcher(
                template.at("Resources.RotationRole.Properties.Policies").toString()
                    + template.at("Resources.RotationRoleKnowsItself.Properties.PolicyDocument"))
            .results()
            .map(MatchResult::group)
            .filter(word -> !word.equals("ses:FromAddress"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(allowed).isEqualTo(called());
  }

  @Test
  void noActionIsAWildcard() {
    assertThat(
            template.at("Resources.RotationRole").toString()
                + template.at("Resources.RotationRoleKnowsItself")
                + template.at("Resources.OwnersPolicy"))
        .doesNotContainPattern("(iam|s3|ses|kms|logs):\\w*\\*");
  }

  @Test
  void writesOnUsersNeedTheAddressTag() {
    String policies = template.at("Resources.RotationRole.Properties.Policies").toString();
    String writes = policies.substring(policies.indexOf("write-users-with-an-address"));
    String others = policies.substring(0, policies.indexOf("write-users-with-an-address"));
    assertThat(others).doesNotContainPattern("iam:(Create|Update|Delete|Tag|Untag)");
    for (String statement : writes.split("\"Sid\"", -1)) {
      if (statement.contains("iam:")) {
        assertThat(statement).contains("\"aws:ResourceTag/${EmailTagKey}\": \"false\"");
      }
    }
  }

  @Test
  void theFunctionHasEverySettingAndTheUsualValuesAreSound() {
    Map<?, ?> variables =
        (Map<?, ?>)
            template.at("Resources.RotationLambdaFunction.Properties.Environment.Variables");
    assertThat(variables).hasSize(19);
    Map<String, String> environment =
        variables.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> String.valueOf(entry.getKey()),
                    entry -> usual(String.valueOf(entry.getKey()), entry.getValue())));
    assertThat(Settings.read(environment)).isInstanceOf(Checked.Sound.class);
  }

  /** The value by default, or one that a deployer might give. */
  private static String usual(String variable, Object value) {
    return switch (variable) {
      case "SES_EMAIL" -> "keys@corp.example";
      case "SES_REGION" -> "eu-central-1";
      case "S3_CSV_BUCKET" -> "keyturn-prod-123456789012-eu-central-1";
      case "LAMBDA_FUNCTION_NAME" -> "keyturn-prod";
      case "JAVA_TOOL_OPTIONS" -> String.valueOf(value);
      default -> template.byDefault(String.valueOf(((Map<?, ?>) value).get("Ref")));
    };
  }

  @Test
  void theFunctionHasTheJvmOptionsOfTheLauncher() throws IOException {
    String options = String.join(" ", Artefact.jvmOptions());
    assertThat(
            template.at(
                "Resources.RotationLambdaFunction.Properties.Environment.Variables.JAVA_TOOL_OPTIONS"))
        .isEqualTo(options);
    assertThat(Files.readString(Artefact.root().resolve("deploy/serverless.yml")))
        .contains("JAVA_TOOL_OPTIONS: \"" + options + "\"\n");
  }

  @Test
  void filesOutliveTheOldKey() {
    assertThat(Integer.parseInt(template.byDefault("FileDays")))
        .isGreaterThan(
            Integer.parseInt(template.byDefault("DeactivateDays"))
                + Integer.parseInt(template.byDefault("DeletionDays")));
  }

  @Test
  void lambdaTriesNothingAgainAndRunsOnceAtATime() {
    assertThat(template.at("Resources.RotationEvents.Properties.MaximumRetryAttempts"))
        .isEqualTo(0);
    assertThat(
            template.at("Resources.RotationLambdaFunction.Properties.ReservedConcurrentExecutions"))
        .isEqualTo(1);
  }

  /** The permissions for whatever the adapters' sources call. */
  private static Set<String> called() throws IOException {
    Set<String> called = new TreeSet<>();
    try (Stream<Path> sources =
        Files.list(Artefact.root().resolve("aws/src/main/java/dev/keyturn/aws"))) {
      for (Path source : sources.filter(DeploymentTest::ofTheFunction).toList()) {
        CALL.matcher(Files.readString(source))
            .results()
            .map(call -> call.group(1) + ":" + verb(call.group(2)))
            .map(call -> OTHERWISE.getOrDefault(call, call))
            .filter(action -> !action.isEmpty())
            .forEach(called::add);
      }
    }
    return called;
  }

  /** What only doctor looks at is named so; whoever runs it needs more than the function. */
  private static boolean ofTheFunction(Path source) {
    return !source.getFileName().toString().startsWith("Seen");
  }

  private static String verb(String method) {
    String name =
        method.endsWith(PAGINATOR)
            ? method.substring(0, method.length() - PAGINATOR.length())
            : method;
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
