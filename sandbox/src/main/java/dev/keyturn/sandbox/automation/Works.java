package dev.keyturn.sandbox.automation;

import dev.keyturn.sandbox.http.AwsRefusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The functions, rules, schedules and events of one region; may be called from any thread. */
public final class Works {
  private final String account;
  private final String region;
  private final Map<String, Function> functions = new TreeMap<>();
  private final Map<String, Rule> rules = new TreeMap<>();
  private final Map<String, Schedule> schedules = new TreeMap<>();
  private final List<Event> events = new ArrayList<>();

  public Works(String account, String region) {
    this.account = account;
    this.region = region;
  }

  private String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
  }

  /** CreateFunction, or UpdateFunctionConfiguration of one that exists. */
  public synchronized Function function(String name, String role, Map<String, String> variables) {
    Function function = new Function(name, arn("lambda", "function:" + name), role, variables);
    functions.put(name, function);
    return function;
  }

  public synchronized Function function(String name) {
    return Optional.ofNullable(functions.get(name))
        .orElseThrow(() -> missing("Function not found: " + arn("lambda", "function:" + name)));
  }

  public synchronized void deleteFunction(String name) {
    function(name);
    functions.remove(name);
  }

  /** PutRule; targets stay. */
  public synchronized Rule rule(String name, String schedule, boolean enabled) {
    Map<String, String> targets =
        Optional.ofNullable(rules.get(name)).map(Rule::targets).orElse(Map.of());
    Rule rule = new Rule(name, arn("events", "rule/" + name), schedule, enabled, targets);
    rules.put(name, rule);
    return rule;
  }

  public synchronized Rule rule(String name) {
    return Optional.ofNullable(rules.get(name))
        .orElseThrow(() -> missing("Rule " + name + " does not exist on EventBus default."));
  }

  public synchronized void target(String name, String id, String arn) {
    Rule rule = rule(name);
    Map<String, String> targets = new HashMap<>(rule.targets());
    targets.put(id, arn);
    rules.put(name, new Rule(name, rule.arn(), rule.schedule(), rule.enabled(), targets));
  }

  public synchronized void untarget(String name, List<String> ids) {
    Rule rule = rule(name);
    Map<String, String> targets = new HashMap<>(rule.targets());
    targets.keySet().removeAll(ids);
    rules.put(name, new Rule(name, rule.arn(), rule.schedule(), rule.enabled(), targets));
  }

  /** "Before you can delete the rule, you must remove all targets" (DeleteRule). */
  public synchronized void deleteRule(String name) {
    if (rules.containsKey(name) && !rule(name).targets().isEmpty()) {
      throw new AwsRefusal(
          400, "ValidationException", "Rule can't be deleted since it has targets.");
    }
    rules.remove(name);
  }

  public synchronized List<Rule> rulesFor(String target) {
    return rules.values().stream().filter(rule -> rule.targets().containsValue(target)).toList();
  }

  public synchronized Schedule schedule(String name, String target, boolean enabled) {
    Schedule schedule =
        new Schedule(name, arn("scheduler", "schedule/default/" + name), target, enabled);
    schedules.put(name, schedule);
    return schedule;
  }

  public synchronized List<Schedule> schedules() {
    return List.copyOf(schedules.values());
  }

  /** The ARN of a bus, which may be named by it. */
  public String bus(String nameOrArn) {
    return nameOrArn.startsWith("arn:") ? nameOrArn : arn("events", "event-bus/" + nameOrArn);
  }

  /** Keeps an event; returns its number, from 1. */
  public synchronized int put(Event event) {
    events.add(event);
    return events.size();
  }

  /** All events that were put, in order. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  private static AwsRefusal missing(String words) {
    return new AwsRefusal(404, "ResourceNotFoundException", words);
  }
}
