package dev.keyturn.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.event.Row;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.ReportedUser;
import dev.keyturn.port.SignIn;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Users with a key that may be in other hands, and the failures of the {@linkplain Check checks},
 * as findings for AWS Security Hub (BatchImportFindings, AWS Security Finding Format 2018-10-08):
 * one finding for each such user, and for each key, user or account that fails a check. The same
 * failure has the same id in every report, so that Security Hub updates its finding.
 */
public final class SecurityFindings {
  private static final Kind EXPOSED =
      new Kind(
          "exposed",
          "TTPs/Credential Access",
          Check.Severity.CRITICAL,
          "No access key is in other hands",
          Optional.empty());

  /**
   * A kind of findings.
   *
   * @param name in their ids
   * @param type in the taxonomy of Security Hub
   * @param check that fails, if it is one of a benchmark
   */
  private record Kind(
      String name, String type, Check.Severity severity, String title, Optional<Check> check) {
    static Kind of(Check check) {
      return new Kind(
          check.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          "Software and Configuration Checks/Industry and Regulatory Standards/CIS AWS Foundations"
              + " Benchmark",
          check.severity(),
          check.title(),
          Optional.of(check));
    }
  }

  private final AccountView view;
  private final JsonGenerator json;

  private SecurityFindings(AccountView view, JsonGenerator json) {
    this.view = view;
    this.json = json;
  }

  /** A JSON array with one line for each finding. */
  public static String of(AccountView view) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setRootValueSeparator(null);
      new SecurityFindings(view, json).write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  private void write() throws IOException {
    json.writeStartArray();
    for (Row row : view.report().rows()) {
      if (row.exposure().isPresent()) {
        user(
            EXPOSED,
            row.user(),
            row.user().value(),
            "has an access key that may be in other hands");
      }
    }
    Controls controls = view.controls();
    keys(
        Check.OLD,
        view.inventory().olderThan(Controls.OLDEST_DAYS),
        key ->
            (key.id().isEmpty() ? "is at least %s days old" : "is %s days old")
                .formatted(key.ageDays()));
    keys(
        Check.UNUSED,
        view.inventory().unusedFor(Controls.UNUSED_DAYS),
        _ -> "was not used for 45 days");
    for (UserName user : controls.passwords()) {
      user(Check.UNUSED, user, user + "/password", "has a password that was not used for 45 days");
    }
    for (UserName user : controls.several().stream().map(SeenKey::user).distinct().toList()) {
      user(Check.SEVERAL, user, "has two active access keys");
    }
    for (UserName user : controls.withoutMfa()) {
      user(Check.USER_MFA, user, "has a password and no second factor");
    }
    root(controls, Check.ROOT_KEY, "The root user has an active access key.");
    root(controls, Check.ROOT_MFA, "The root user has no second factor (MFA).");
    json.writeEndArray();
  }

  /**
   * The credential report has no key ids, so keys that were not read are one finding for their
   * user.
   */
  private void keys(Check check, List<SeenKey> keys, Function<SeenKey, String> what)
      throws IOException {
    Set<UserName> told = new HashSet<>();
    for (SeenKey key : keys) {
      if (!key.id().isEmpty()) {
        key(check, key, what.apply(key));
      } else if (told.add(key.user())) {
        user(check, key.user(), "has an access key that " + what.apply(key));
      }
    }
  }

  private void key(Check check, SeenKey key, String what) throws IOException {
    begin(
        Kind.of(check),
        key.user() + "/" + key.id(),
        "Access key %s of user %s %s.".formatted(key.id(), key.user(), what));
    resource("AwsIamAccessKey", "AWS::IAM::AccessKey:" + key.id());
    json.writeObjectFieldStart("Details");
    json.writeObjectFieldStart("AwsIamAccessKey");
    json.writeStringField("PrincipalName", key.user().value());
    json.writeStringField("PrincipalType", "User");
    json.writeStringField("Status", "Active");
    json.writeEndObject();
    json.writeEndObject();
    end();
  }

  private void user(Check check, UserName user, String what) throws IOException {
    user(check, user, user.value(), what);
  }

  private void user(Check check, UserName user, String whose, String what) throws IOException {
    user(Kind.of(check), user, whose, what);
  }

  private void user(Kind kind, UserName user, String whose, String what) throws IOException {
    begin(kind, whose, "User %s %s.".formatted(user, what));
    Optional<String> arn =
        Optional.ofNullable(view.reported().get(user))
            .flatMap(ReportedUser::signIn)
            .map(SignIn::arn)
            .filter(told -> !told.isEmpty());
    // Without the credential report the user's path is unknown, and a guessed ARN could be wrong.
    resource(arn.isPresent() ? "AwsIamUser" : "Other", arn.orElse(user.value()));
    end();
  }

  private void root(Controls controls, Check check, String failure) throws IOException {
    if (controls.result(check).filter(result -> !result.passed()).isEmpty()) {
      return;
    }
    begin(Kind.of(check), "root", failure);
    resource("AwsAccount", "AWS::::Account:" + view.report().accountId());
    end();
  }

  private void begin(Kind kind, String whose, String description) throws IOException {
    String account = view.report().accountId();
    String partition = view.plan().identity().partition();
    String generator = "keyturn/" + kind.name();
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeStringField("SchemaVersion", "2018-10-08");
    json.writeStringField("Id", generator + "/" + account + "/" + whose);
    json.writeStringField(
        "ProductArn",
        "arn:%s:securityhub:%s:%s:product/%s/default"
            .formatted(partition, region(partition), account, account));
    json.writeStringField("GeneratorId", generator);
    json.writeStringField("AwsAccountId", account);
    strings("Types", List.of(kind.type()));
    json.writeStringField("CreatedAt", view.time().toString());
    json.writeStringField("UpdatedAt", view.time().toString());
    json.writeObjectFieldStart("Severity");
    json.writeStringField("Label", kind.severity().name());
    json.writeEndObject();
    json.writeStringField("Title", kind.title());
    json.writeStringField("Description", description);
    if (kind.check().isPresent()) {
      compliance(kind.check().get());
    }
    json.writeObjectFieldStart("Workflow");
    json.writeStringField("Status", "NEW");
    json.writeEndObject();
    json.writeStringField("RecordState", "ACTIVE");
    json.writeObjectFieldStart("ProductFields");
    json.writeStringField("keyturn/runId", view.report().runId());
    json.writeEndObject();
  }

  private void compliance(Check check) throws IOException {
    json.writeObjectFieldStart("Compliance");
    json.writeStringField("Status", "FAILED");
    List<String> numbers =
        Check.VERSIONS.stream()
            .flatMap(
                version ->
                    check
                        .number(version)
                        .map(
                            number ->
                                "CIS AWS Foundations Benchmark v%s.0/%s".formatted(version, number))
                        .stream())
            .toList();
    if (!numbers.isEmpty()) {
      strings("RelatedRequirements", numbers);
    }
    json.writeEndObject();
  }

  private void resource(String type, String id) throws IOException {
    String partition = view.plan().identity().partition();
    json.writeArrayFieldStart("Resources");
    json.writeStartObject();
    json.writeStringField("Type", type);
    json.writeStringField("Id", id);
    json.writeStringField("Partition", partition);
    json.writeStringField("Region", region(partition));
  }

  private void end() throws IOException {
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void strings(String field, List<String> values) throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /** The region of a partition's global services, such as IAM. */
  private static String region(String partition) {
    return switch (partition) {
      case "aws-cn" -> "cn-north-1";
      case "aws-us-gov" -> "us-gov-west-1";
      default -> "us-east-1";
    };
  }
}
