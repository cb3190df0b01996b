package dev.keyturn.doctor.aws;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Failures;
import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.client.Pages;
import dev.keyturn.aws.client.Pages.Page;
import dev.keyturn.aws.client.SignedCalls;
import dev.keyturn.aws.client.SignedCalls.Question;
import dev.keyturn.aws.client.SignedCalls.Service;
import dev.keyturn.doctor.probe.Fix;
import dev.keyturn.doctor.probe.Triggers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The function by Lambda GetFunctionConfiguration, and what starts it by EventBridge
 * ListRuleNamesByTarget and DescribeRule and by EventBridge Scheduler ListSchedules.
 */
public final class SeenTriggers implements Triggers {
  private static final Service LAMBDA = new Service("lambda", "lambda");
  private static final Service EVENTS = new Service("events", "eventbridge");
  private static final Service SCHEDULER = new Service("scheduler", "scheduler");
  private static final int NOT_FOUND = 404;

  private final SignedCalls signed;
  private final Calls calls;

  public SeenTriggers(SignedCalls signed, Calls calls) {
    this.signed = signed;
    this.calls = calls;
  }

  @Override
  public Optional<Function> function(String name) {
    return calls.call(
        "Lambda GetFunctionConfiguration of " + name,
        () -> {
          try {
            Map<?, ?> reply =
                JsonTree.object(
                    signed.ask(
                        LAMBDA,
                        new Question(
                            "/2015-03-31/functions/" + name + "/configuration",
                            Map.of(),
                            Map.of(),
                            "")));
            return Optional.of(function(reply));
          } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND && Failures.code(e).startsWith("ResourceNotFound")) {
              return Optional.<Function>empty();
            }
            throw e;
          }
        });
  }

  private static Function function(Map<?, ?> reply) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (reply.get("Environment") instanceof Map<?, ?> environment
        && environment.get("Variables") instanceof Map<?, ?> all) {
      all.forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
    }
    return new Function(told(reply, "FunctionArn"), told(reply, "Role"), variables);
  }

  @Override
  public List<Entry> rules(String functionArn) {
    List<String> names = new ArrayList<>();
    Pages.each(
        marker ->
            calls.call(
                "EventBridge ListRuleNamesByTarget",
                () -> {
                  Map<String, Object> body = new LinkedHashMap<>(Map.of("TargetArn", functionArn));
                  if (marker != null) {
                    body.put("NextToken", marker);
                  }
                  Map<?, ?> reply = events("ListRuleNamesByTarget", body);
                  return page(
                      JsonTree.several(reply, "RuleNames").stream().map(String::valueOf).toList(),
                      reply);
                }),
        names::add);
    return names.stream().map(this::rule).flatMap(Optional::stream).toList();
  }

  /** Empty for a rule about events, such as the one about exposed keys. */
  private Optional<Entry> rule(String name) {
    return calls.call(
        "EventBridge DescribeRule of " + name,
        () -> {
          Map<?, ?> reply = events("DescribeRule", Map.of("Name", name));
          String schedule = JsonTree.text(reply, "ScheduleExpression");
          if (schedule.isEmpty()) {
            return Optional.empty();
          }
          boolean enabled = told(reply, "State").startsWith("ENABLED");
          return Optional.of(
              new Entry(
                  "rule " + name,
                  schedule,
                  enabled,
                  new Fix.Command(
                      "aws events %s-rule --region %s --name %s"
                          .formatted(enabled ? "disable" : "enable", signed.region(), name))));
        });
  }

  private Map<?, ?> events(String action, Map<String, Object> body) {
    return JsonTree.object(signed.ask(EVENTS, Question.json("1.1", "AWSEvents." + action, body)));
  }

  @Override
  public List<Entry> schedules(String functionArn) {
    List<Entry> entries = new ArrayList<>();
    Pages.each(
        marker ->
            calls.call(
                "EventBridge Scheduler ListSchedules",
                () -> {
                  Map<String, String> query = new LinkedHashMap<>(Map.of("MaxResults", "100"));
                  if (marker != null) {
                    query.put("NextToken", marker);
                  }
                  Map<?, ?> reply =
                      JsonTree.object(
                          signed.ask(SCHEDULER, new Question("/schedules", query, Map.of(), "")));
                  return page(
                      JsonTree.objects(reply, "Schedules").stream()
                          .filter(one -> starts(one, functionArn))
                          .map(SeenTriggers::schedule)
                          .toList(),
                      reply);
                }),
        entries::add);
    return entries;
  }

  private static boolean starts(Map<?, ?> schedule, String functionArn) {
    return schedule.get("Target") instanceof Map<?, ?> target
        && JsonTree.text(target, "Arn").equals(functionArn);
  }

  private static Entry schedule(Map<?, ?> schedule) {
    String name = told(schedule, "GroupName") + "/" + told(schedule, "Name");
    return new Entry(
        "schedule " + name,
        "",
        told(schedule, "State").equals("ENABLED"),
        new Fix.Advice(
            "Switch the schedule %s on in the console of EventBridge Scheduler (its UpdateSchedule wants all settings again)."
                .formatted(name)));
  }

  private static <T> Page<T> page(List<T> items, Map<?, ?> reply) {
    @Nullable String next = reply.get("NextToken") instanceof String token ? token : null;
    return Page.of(items, next != null, next);
  }

  private static String told(Map<?, ?> reply, String member) {
    String text = JsonTree.text(reply, member);
    if (text.isEmpty()) {
      throw new IllegalStateException("it does not say " + member);
    }
    return text;
  }
}
