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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the deployment with the code. Checks that need npm and Python are in
 * .ci/checks/deployment.
 */
class DeploymentTest {
  private static final Pattern ACTION = Pattern.compile("\\b(iam|s3|ses|sts|kms):([A-Z]\\w+)");

  /** A call of an SDK client in the adapters: {@code iam.tagUser(}. */
  private static final Pattern CALL = Pattern.compile("\\b(iam|s3|ses|sts)\\s*\\.(\\w+)\\(");

  /** The first cell of a row in the settings reference. */
  private static final Pattern SETTING = Pattern.compile("(?m)^\\| `([A-Z][A-Z0-9_]+)` \\|");

  private static final Pattern VARIABLE = Pattern.compile("(?m)^ +([A-Z][A-Z0-9_]+): ");

  /** The call of a paginator of the SDK. */
  private static final String PAGINATOR = "Paginator";

  /** Calls whose permission has another name (Service Authorization Reference), or none. */
  private static final Map<String, String> OTHERWISE =
      Map.of(
          "s3:ListBuckets", "s3:ListAllMyBuckets",
          "s3:HeadBucket", "s3:ListBucket",
          "s3:GetObjectAsBytes", "s3:GetObject",
          "s3:ListObjectsV2", "s3:ListBucket",
          "s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock",
          "sts:GetCallerIdentity", "",
          // Only the page of a command's --report has the alias.
          "iam:ListAccountAliases", "");

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
  void theFunctionHasEverySettingAndTheUsualValuesAreValid() {
    Map<?, ?> variables =
        (Map<?, ?>)
            template.at("Resources.RotationLambdaFunction.Properties.Environment.Variables");
    assertThat(variables).hasSize(38);
    Map<String, String> environment =
        variables.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> String.valueOf(entry.getKey()),
                    entry -> usual(String.valueOf(entry.getKey()), entry.getValue())));
    assertThat(Settings.read(environment)).isInstanceOf(Checked.Sound.class);
  }

  /** The default value, or an example. */
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
    assertThat(
            template.at(
                "Resources.RotationLambdaFunction.Properties.Environment.Variables.JAVA_TOOL_OPTIONS"))
        .isEqualTo(Map.of("Fn::Sub", Artefact.functionOptions("${MemoryMegabytes}")));
    assertThat(Files.readString(Artefact.root().resolve("deploy/serverless.yml")))
        .contains(
            "JAVA_TOOL_OPTIONS: \""
                + Artefact.functionOptions("${param:MemoryMegabytes}")
                + "\"\n");
  }

  /** IAM compares the address alone with ses:FromAddress; the name has a key of its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys@corp.example",
        "<keys@corp.example>",
        "Keyturn <keys@corp.example>",
        "\"Corp, \u00fcber\" <keys@corp.example>"
      })
  void theRoleSendsFromTheAddressOfASenderWithOrWithoutAName(String sender) throws IOException {
    assertThat(sender).matches(String.valueOf(template.at("Parameters.SesEmail.AllowedPattern")));
    ShippedPolicy policy = Company.shipped(sender);
    assertThat(policy.statements())
        .filteredOn(statement -> "SendMail".equals(statement.get("Sid")))
        .singleElement()
        .extracting("Condition")
        .isEqualTo(Map.of("StringEquals", Map.of("ses:FromAddress", "keys@corp.example")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys",
        "a@b.example,c@d.example",
        "Keyturn keys@corp.example",
        "Keyturn <keys@corp.example",
        "a<b <keys@corp.example>",
        "keys@m\u00fcnchen.example",
        "Keyturn <keys@m\u00fcnchen.example>",
      })
  void theTemplateRefusesASenderThatItsRoleCouldNotName(String sender) {
    assertThat(sender)
        .doesNotMatch(String.valueOf(template.at("Parameters.SesEmail.AllowedPattern")));
  }

  @Test
  void filesOutliveTheOldKey() {
    assertThat(Integer.parseInt(template.byDefault("FileDays")))
        .isGreaterThan(
            Integer.parseInt(template.byDefault("DeactivateDays"))
                + Integer.parseInt(template.byDefault("DeletionDays")));
  }

  /** bench/RESULTS.md measures the function in 128 MiB, the least that Lambda has. */
  @Test
  void theFunctionMayHaveTheLeastMemoryOfLambda() {
    assertThat(template.at("Parameters.MemoryMegabytes.MinValue")).isEqualTo(128);
  }

  @Test
  void lambdaDoesNotRetryAndReservesNoConcurrencyByDefault() {
    assertThat(template.at("Resources.RotationEvents.Properties.MaximumRetryAttempts"))
        .isEqualTo(0);
    assertThat(template.byDefault("ReservedConcurrency")).isEmpty();
  }

  /** The settings in the first two tables of docs/settings.md. */
  @Test
  void bothWaysSetWhatTheSettingsReferenceNames() throws IOException {
    Path root = Artefact.root();
    Set<String> documented =
        SETTING
            .matcher(Files.readString(root.resolve("docs/settings.md")))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).hasSizeGreaterThan(19);
    String serverless = Files.readString(root.resolve("deploy/serverless.yml"));
    String environment = serverless.substring(serverless.indexOf("\n    environment:"));
    assertThat(variables(environment)).isEqualTo(documented);
    String plain = Files.readString(root.resolve("deploy/template.yaml"));
    assertThat(variables(plain.substring(plain.indexOf("\n      Environment:"))))
        .isEqualTo(documented);
  }

  /** The variables of the first environment in a text, without the JVM's. */
  private static Set<String> variables(String text) {
    String first = text.substring(0, text.indexOf("\n\n"));
    return VARIABLE
        .matcher(first)
        .results()
        .map(line -> line.group(1))
        .filter(name -> !name.equals("JAVA_TOOL_OPTIONS"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyParameterCanBeSetBothWays() throws IOException {
    String serverless = Files.readString(Artefact.root().resolve("deploy/serverless.yml"));
    for (Object parameter : ((Map<?, ?>) template.at("Parameters")).keySet()) {
      switch (String.valueOf(parameter)) {
        // The Serverless Framework uploads the artefact itself and has its own members for
        // these.
        case "CodeBucket", "CodeKey" -> {}
        case "MemoryMegabytes", "TimeoutSeconds", "Runtime", "Architecture" ->
            assertThat(serverless).contains("${param:" + parameter + "}");
        case "Stage" -> assertThat(serverless).contains("ParameterKey: Stage,");
        default ->
            assertThat(serverless)
                .contains("\n    " + parameter + ": ")
                .contains(
                    "{ ParameterKey: %s, ParameterValue: \"${param:%s}\" }"
                        .formatted(parameter, parameter))
                .contains(
                    "%s: ${file(./template.yaml):Parameters.%s}".formatted(parameter, parameter));
      }
    }
  }

  /** The permissions for all calls in the adapters' sources. */
  private static Set<String> called() throws IOException {
    Set<String> called = new TreeSet<>();
    try (Stream<Path> sources =
        Files.walk(Artefact.root().resolve("aws/src/main/java/dev/keyturn/aws"))) {
      for (Path source :
          sources.filter(Files::isRegularFile).filter(DeploymentTest::ofTheFunction).toList()) {
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

  /** Calls of {@code keyturn fetch} are made with an owner's key; only commands enter accounts. */
  private static boolean ofTheFunction(Path source) {
    return !source.toString().contains("/owner/") && !source.toString().contains("/org/");
  }

  private static String verb(String method) {
    String name =
        method.endsWith(PAGINATOR)
            ? method.substring(0, method.length() - PAGINATOR.length())
            : method;
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
