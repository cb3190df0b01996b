package dev.keyturn.aws.org;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Failures;
import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.aws.client.SignedCalls;
import dev.keyturn.org.Executions;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Executions by the AWS Step Functions API (JSON 1.0). */
public final class StateMachine implements Executions {
  private static final SignedCalls.Service SERVICE = new SignedCalls.Service("states", "sfn");
  private static final String MACHINE = ":stateMachine:";

  private final SignedCalls signed;
  private final Calls calls;
  private final String arn;

  /**
   * A state machine.
   *
   * @param arn that of a state machine in the region of the calls, without version or alias
   */
  public StateMachine(SignedCalls signed, Calls calls, String arn) {
    this.signed = signed;
    this.calls = calls;
    this.arn = arn;
  }

  @Override
  public String machine() {
    return arn.substring(arn.indexOf(MACHINE) + MACHINE.length());
  }

  /** The same name with the same input starts one execution only, so that the call is repeated. */
  @Override
  public void start(String name) {
    calls.call(
        "Step Functions StartExecution of " + arn,
        () -> {
          try {
            return ask(
                "StartExecution", Map.of("stateMachineArn", arn, "name", name, "input", "{}"));
          } catch (AwsServiceException e) {
            return switch (Failures.code(e)) {
              // An earlier attempt started it, and it has ended.
              case "ExecutionAlreadyExists" -> Map.of();
              case "StateMachineDoesNotExist" ->
                  throw new PortFailure(
                      Kind.NOT_FOUND, "There is no state machine %s.".formatted(arn));
              default -> throw e;
            };
          }
        });
  }

  @Override
  public Optional<Execution> find(String name) {
    String execution = arn.replace(MACHINE, ":execution:") + ":" + name;
    return calls.call(
        "Step Functions DescribeExecution of " + execution,
        () -> {
          try {
            return Optional.of(
                execution(ask("DescribeExecution", Map.of("executionArn", execution))));
          } catch (AwsServiceException e) {
            if (Failures.code(e).equals("ExecutionDoesNotExist")) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private Map<?, ?> ask(String action, Map<String, String> body) {
    return JsonTree.object(
        signed.ask(SERVICE, SignedCalls.Question.json("1.0", "AWSStepFunctions." + action, body)));
  }

  private static Execution execution(Map<?, ?> reply) {
    Object at = reply.get(reply.containsKey("stopDate") ? "stopDate" : "startDate");
    return new Execution(
        Status.valueOf(JsonTree.text(reply, "status")),
        Instant.ofEpochSecond(at instanceof BigDecimal seconds ? seconds.longValue() : 0),
        JsonTree.text(reply, "error"),
        JsonTree.text(reply, "cause"));
  }
}
