package dev.keyturn.sample;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips cases that are not in this build's sample, and prints how to repeat one. */
final class SampledCases implements ExecutionCondition, TestWatcher {
  private static final Pattern INVOCATION =
      Pattern.compile("\\[test-template-invocation:#(\\d+)]$");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return context
        .getTestMethod()
        .filter(method -> !inSample(context, method))
        .map(_ -> ConditionEvaluationResult.disabled("not in " + Sample.drawn()))
        .orElseGet(() -> ConditionEvaluationResult.enabled("in the sample"));
  }

  private static boolean inSample(ExtensionContext context, Method method) {
    Matcher invocation = INVOCATION.matcher(context.getUniqueId());
    boolean invoked = invocation.find();
    if (!invoked && context.getUniqueId().contains("[test-template:")) {
      return true; // its invocations are checked one by one
    }
    int index = position(method) + (invoked ? Integer.parseInt(invocation.group(1)) : 0);
    return Sample.drawn().has(index, parts(context, method));
  }

  private static int parts(ExtensionContext context, Method method) {
    return AnnotationSupport.findAnnotation(method, Sampled.class)
        .or(() -> AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Sampled.class))
        .map(Sampled::parts)
        .orElse(1);
  }

  /** By name, because reflection returns methods in no fixed order. */
  private static int position(Method method) {
    List<String> names =
        Stream.of(method.getDeclaringClass().getDeclaredMethods())
            .filter(other -> other.getAnnotations().length > 0)
            .map(Method::getName)
            .sorted()
            .distinct()
            .toList();
    return names.indexOf(method.getName());
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    System.out.printf(
        Locale.ROOT,
        "To repeat: mvn verify -pl %s -am -Dtest='%s#%s' %s"
            + " -Dsurefire.failIfNoSpecifiedTests=false%n",
        Path.of("").toAbsolutePath().getFileName(),
        context.getRequiredTestClass().getSimpleName(),
        context.getTestMethod().map(Method::getName).orElse("*"),
        Sample.drawn());
  }
}
