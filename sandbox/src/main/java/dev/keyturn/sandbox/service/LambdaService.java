package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.automation.Function;
import dev.keyturn.sandbox.automation.Works;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lambda on the wire, as far as a function's configuration goes; nothing is ever run. */
public final class LambdaService implements Service {
  private static final Pattern PATH =
      Pattern.compile("/2015-03-31/functions(?:/([\\w-]{1,64})(/configuration|/policy)?)?");

  private final Account account;

  public LambdaService(Account account) {
    this.account = account;
  }

  @Override
  public String name() {
    return "lambda";
  }

  @Override
  public Wording wording() {
    return Wording.SES;
  }

  @Override
  public Call read(Request request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      throw JsonReplies.unknown();
    }
    String name = path.group(1);
    String action =
        switch (request.method() + (path.group(2) == null ? "" : path.group(2))) {
          case "POST" -> "CreateFunction";
          case "GET/configuration" -> "GetFunctionConfiguration";
          case "PUT/configuration" -> "UpdateFunctionConfiguration";
          case "POST/policy" -> "AddPermission";
          case "DELETE" -> "DeleteFunction";
          default -> throw JsonReplies.unknown();
        };
    String told = name == null ? JsonReplies.body(request).text("FunctionName").orElse("") : name;
    return new Call(action, Map.of("FunctionName", told), request);
  }

  @Override
  public List<Need> needs(Call call, Caller caller) {
    return List.of(
        new Need(
            "lambda:" + call.action(),
            "arn:aws:lambda:%s:%s:function:%s"
                .formatted(caller.region(), account.id(), call.parameter("FunctionName")),
            Context.NONE));
  }

  @Override
  public Reply answer(Call call, Caller caller) {
    Works works = account.works(caller.region());
    String name = call.parameter("FunctionName");
    Json.Obj body = JsonReplies.body(call.request());
    Map<String, String> variables = body.object("Environment").object("Variables").texts();
    return switch (call.action()) {
      case "CreateFunction" ->
          shown(201, works.function(name, body.text("Role").orElse(""), variables));
      case "GetFunctionConfiguration" -> shown(200, works.function(name));
      case "UpdateFunctionConfiguration" -> {
        Function was = works.function(name);
        yield shown(
            200,
            works.function(
                name,
                body.text("Role").orElse(was.role()),
                body.has("Environment") ? variables : was.variables()));
      }
      case "AddPermission" -> {
        works.function(name);
        yield JsonReplies.of(201, Map.of("Statement", "{}"));
      }
      default -> {
        works.deleteFunction(name);
        yield Reply.empty(204);
      }
    };
  }

  private static Reply shown(int status, Function function) {
    return JsonReplies.of(
        status,
        Map.of(
            "FunctionName", function.name(),
            "FunctionArn", function.arn(),
            "Role", function.role(),
            "Environment", Map.of("Variables", function.variables())));
  }

  @Override
  public Reply refuse(AwsRefusal refusal, Request request, String requestId) {
    return JsonReplies.refusal(refusal);
  }
}
