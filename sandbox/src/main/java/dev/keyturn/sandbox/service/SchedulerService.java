package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.automation.Schedule;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** EventBridge Scheduler on the wire: schedules of the default group, made and listed. */
public final class SchedulerService implements Service {
  private static final Pattern PATH = Pattern.compile("/schedules(?:/([\\w.-]{1,64}))?");

  private final Account account;

  public SchedulerService(Account account) {
    this.account = account;
  }

  @Override
  public String name() {
    return "scheduler";
  }

  @Override
  public Wording wording() {
    return Wording.SES;
  }

  @Override
  public Call read(Request request) {
    Matcher path = PATH.matcher(request.path());
    if (path.matches() && path.group(1) == null && request.method().equals("GET")) {
      return new Call("ListSchedules", Map.of(), request);
    }
    if (path.matches() && path.group(1) != null && request.method().equals("POST")) {
      return new Call("CreateSchedule", Map.of("Name", path.group(1)), request);
    }
    throw JsonReplies.unknown();
  }

  @Override
  public List<Need> needs(Call call, Caller caller) {
    String name = call.parameter("Name");
    return List.of(
        new Need(
            "scheduler:" + call.action(),
            name.isEmpty()
                ? "*"
                : "arn:aws:scheduler:%s:%s:schedule/default/%s"
                    .formatted(caller.region(), account.id(), name),
            Context.NONE));
  }

  @Override
  public Reply answer(Call call, Caller caller) {
    if (call.action().equals("ListSchedules")) {
      return JsonReplies.of(
          200,
          Map.of(
              "Schedules",
              account.works(caller.region()).schedules().stream()
                  .map(SchedulerService::shown)
                  .toList()));
    }
    Json.Obj body = JsonReplies.body(call.request());
    Schedule made =
        account
            .works(caller.region())
            .schedule(
                call.parameter("Name"),
                body.object("Target").text("Arn").orElse(""),
                !body.text("State").orElse("").equals("DISABLED"));
    return JsonReplies.of(200, Map.of("ScheduleArn", made.arn()));
  }

  private static Map<String, ?> shown(Schedule schedule) {
    return Map.of(
        "Name", schedule.name(),
        "GroupName", "default",
        "Arn", schedule.arn(),
        "State", schedule.enabled() ? "ENABLED" : "DISABLED",
        "Target", Map.of("Arn", schedule.target()));
  }

  @Override
  public Reply refuse(AwsRefusal refusal, Request request, String requestId) {
    return JsonReplies.refusal(refusal);
  }
}
