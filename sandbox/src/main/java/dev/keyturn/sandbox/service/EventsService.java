package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.automation.Event;
import dev.keyturn.sandbox.automation.Rule;
import dev.keyturn.sandbox.automation.Works;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * EventBridge on the wire (JSON 1.1): rules of the default bus that start something in time, and
 * events that are put on buses of any name.
 */
public final class EventsService implements Service {
  private static final String PREFIX = "AWSEvents.";

  /** Of PutEvents (EventBridge API reference). */
  private static final int MOST_ENTRIES = 10;

  private static final Set<String> ACTIONS =
      Set.of(
          "PutEvents",
          "PutRule",
          "DeleteRule",
          "DescribeRule",
          "EnableRule",
          "DisableRule",
          "PutTargets",
          "RemoveTargets",
          "ListRuleNamesByTarget");

  private final Account account;

  public EventsService(Account account) {
    this.account = account;
  }

  @Override
  public String name() {
    return "events";
  }

  @Override
  public Wording wording() {
    return Wording.SES;
  }

  @Override
  public Call read(Request request) {
    String action = JsonReplies.action(request, PREFIX, ACTIONS);
    return new Call(action, JsonReplies.body(request).texts(), request);
  }

  /** ListRuleNamesByTarget is asked for rules of whatever name; PutEvents for buses. */
  @Override
  public List<Need> needs(Call call, Caller caller) {
    if (call.action().equals("PutEvents")) {
      Works works = account.works(caller.region());
      return JsonReplies.body(call.request()).objects("Entries").stream()
          .map(entry -> works.bus(entry.text("EventBusName").orElse("default")))
          .distinct()
          .map(bus -> new Need("events:PutEvents", bus, Context.NONE))
          .toList();
    }
    String rule = call.parameter("Name") + call.parameter("Rule");
    return List.of(
        new Need(
            "events:" + call.action(),
            "arn:aws:events:%s:%s:rule/%s"
                .formatted(caller.region(), account.id(), rule.isEmpty() ? "*" : rule),
            Context.NONE));
  }

  @Override
  public Reply answer(Call call, Caller caller) {
    Works works = account.works(caller.region());
    Json.Obj body = JsonReplies.body(call.request());
    String name = call.parameter("Name");
    Map<String, ?> answer =
        switch (call.action()) {
          case "PutEvents" -> {
            List<Json.Obj> entries = body.objects("Entries");
            if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
              throw new AwsRefusal(
                  400, "ValidationException", "Entries must have from 1 to 10 members.");
            }
            List<Map<String, String>> ids = new ArrayList<>();
            for (Json.Obj entry : entries) {
              int number =
                  works.put(
                      new Event(
                          works.bus(entry.text("EventBusName").orElse("default")),
                          entry.text("Source").orElse(""),
                          entry.text("DetailType").orElse(""),
                          entry.text("Detail").orElse("")));
              ids.add(Map.of("EventId", String.valueOf(number)));
            }
            yield Map.of("FailedEntryCount", 0, "Entries", ids);
          }
          case "PutRule" ->
              Map.of(
                  "RuleArn",
                  works
                      .rule(
                          name,
                          call.parameter("ScheduleExpression"),
                          !call.parameter("State").equals("DISABLED"))
                      .arn());
          case "DescribeRule" -> shown(works.rule(name));
          case "EnableRule" -> switched(works, works.rule(name), true);
          case "DisableRule" -> switched(works, works.rule(name), false);
          case "DeleteRule" -> {
            works.deleteRule(name);
            yield Map.of();
          }
          case "PutTargets" -> {
            body.objects("Targets")
                .forEach(
                    target ->
                        works.target(
                            call.parameter("Rule"),
                            target.text("Id").orElse(""),
                            target.text("Arn").orElse("")));
            yield Map.of("FailedEntryCount", 0, "FailedEntries", List.of());
          }
          case "RemoveTargets" -> {
            works.untarget(call.parameter("Rule"), body.texts("Ids"));
            yield Map.of("FailedEntryCount", 0, "FailedEntries", List.of());
          }
          default ->
              Map.of(
                  "RuleNames",
                  works.rulesFor(call.parameter("TargetArn")).stream().map(Rule::name).toList());
        };
    return JsonReplies.of(200, answer);
  }

  private static Map<String, ?> shown(Rule rule) {
    return Map.of(
        "Name", rule.name(),
        "Arn", rule.arn(),
        "EventBusName", "default",
        "ScheduleExpression", rule.schedule(),
        "State", rule.enabled() ? "ENABLED" : "DISABLED");
  }

  private static Map<String, ?> switched(Works works, Rule rule, boolean on) {
    works.rule(rule.name(), rule.schedule(), on);
    return Map.of();
  }

  @Override
  public Reply refuse(AwsRefusal refusal, Request request, String requestId) {
    return JsonReplies.refusal(refusal);
  }
}
