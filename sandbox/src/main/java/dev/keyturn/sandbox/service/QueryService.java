package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Percent;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import dev.keyturn.sandbox.http.Xml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * AWS's query protocol: a form with an {@code Action}, an XML reply
 * (docs.aws.amazon.com/IAM/latest/UserGuide/programming.html).
 */
public abstract class QueryService implements Service {
  /** Parameters that the log must not show: long, or none of its business. */
  private static final Set<String> UNLOGGED =
      Set.of("Action", "Version", "PolicyDocument", "AssumeRolePolicyDocument", "Policy");

  /** Writes the result's elements; refuses by throwing. */
  public interface Action {
    void answer(Form form, Caller caller, Xml xml);
  }

  private final String name;
  private final String namespace;
  private final Map<String, Action> actions;

  public QueryService(String name, String namespace, Map<String, Action> actions) {
    this.name = name;
    this.namespace = namespace;
    this.actions = Map.copyOf(actions);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Wording wording() {
    return Wording.QUERY;
  }

  @Override
  public final Call read(Request request) {
    Map<String, String> parameters = parameters(request);
    String action = parameters.getOrDefault("Action", "");
    if (!actions.containsKey(action)) {
      throw new AwsRefusal(
          400,
          "InvalidAction",
          "Could not find operation "
              + action
              + " for version "
              + parameters.getOrDefault("Version", "NO_VERSION_SPECIFIED"));
    }
    parameters.keySet().removeAll(UNLOGGED);
    return new Call(action, parameters, request);
  }

  @Override
  public final Reply answer(Call call, Caller caller) {
    Action action = actions.getOrDefault(call.action(), (_, _, _) -> {});
    Xml xml = new Xml();
    xml.in(
        call.action() + "Response",
        namespace,
        () -> {
          xml.in(call.action() + "Result", () -> action.answer(form(call.request()), caller, xml));
          xml.in("ResponseMetadata", () -> xml.text("RequestId", caller.requestId()));
        });
    return Reply.of(200, "text/xml", xml.toString());
  }

  @Override
  public final Reply refuse(AwsRefusal refusal, Request request, String requestId) {
    Xml xml = new Xml();
    xml.in(
        "ErrorResponse",
        namespace,
        () -> {
          xml.in(
              "Error",
              () ->
                  xml.text("Type", refusal.status() < 500 ? "Sender" : "Receiver")
                      .text("Code", refusal.code())
                      .text("Message", refusal.words()));
          xml.text("RequestId", requestId);
        });
    return Reply.of(refusal.status(), "text/xml", xml.toString());
  }

  /** All parameters of a request, those that the log must not show among them. */
  public static Form form(Request request) {
    return new Form(parameters(request));
  }

  private static Map<String, String> parameters(Request request) {
    Map<String, String> parameters = new LinkedHashMap<>();
    request.query().stream()
        .filter(p -> !p.name().startsWith("X-Amz-"))
        .forEach(p -> parameters.put(p.name(), p.value()));
    Percent.parameters(request.text(), true).forEach(p -> parameters.put(p.name(), p.value()));
    return parameters;
  }
}
