package dev.keyturn.aws.permission;

import dev.keyturn.aws.permission.Simulation.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Evaluates which permissions a run has, in two steps. First, all are simulated for some of their
 * resources. Those that are not allowed on all of them are simulated again for every resource, and
 * without the tags that conditions may test: an action is certainly denied only if it is denied for
 * every resource, no condition is left open, and no other policy could allow it.
 */
public final class PermissionEvaluator {
  /** The number of resources in one request. */
  private static final int AT_ONCE = 50;

  private final Simulator simulator;
  private final OtherGrants others;
  private final ConditionContext context;
  private final Map<String, Boolean> noOthers = new HashMap<>();
  private final Set<RequiredPermission> forbidden = new HashSet<>();

  /** Simulates actions on resources, in a context. */
  public interface Simulator {
    Simulation ask(List<String> actions, List<String> resources, Map<String, List<String>> context);
  }

  public PermissionEvaluator(Simulator simulator, OtherGrants others, ConditionContext context) {
    this.simulator = simulator;
    this.others = others;
    this.context = context;
  }

  /** The permissions that are not known to be allowed; one simulation for each service. */
  public List<RequiredPermission> open(List<RequiredPermission> needs) {
    List<RequiredPermission> open = new ArrayList<>();
    for (List<RequiredPermission> service : grouped(needs, RequiredPermission::service)) {
      List<String> examples =
          service.stream().flatMap(need -> need.examples().stream()).distinct().toList();
      Simulation answers = simulator.ask(actions(service), examples, context.likely());
      service.stream()
          .filter(
              need ->
                  need.examples().stream()
                      .noneMatch(
                          resource -> answers.of(need.action(), resource) == Verdict.ALLOWED))
          .forEach(open::add);
    }
    return open;
  }

  /** The permissions that are certainly denied on all of their resources. */
  public List<RequiredPermission> certain(List<RequiredPermission> needs) {
    List<RequiredPermission> certain = new ArrayList<>();
    for (List<RequiredPermission> alike : grouped(needs, RequiredPermission::resources)) {
      List<RequiredPermission> left = new ArrayList<>(alike);
      List<String> resources = alike.getFirst().resources();
      for (int from = 0; from < resources.size() && !left.isEmpty(); from += AT_ONCE) {
        List<String> batch = resources.subList(from, Math.min(from + AT_ONCE, resources.size()));
        Simulation answers = simulator.ask(actions(left), batch, context.sure());
        left.removeIf(need -> !batch.stream().allMatch(on -> denied(answers, need, on)));
      }
      certain.addAll(left);
    }
    return certain;
  }

  /** Whether a statement denies a permission explicitly, so that allowing more does not help. */
  public boolean forbids(RequiredPermission need) {
    return forbidden.contains(need);
  }

  private boolean denied(Simulation answers, RequiredPermission need, String resource) {
    return switch (answers.of(need.action(), resource)) {
      case DENIED -> {
        forbidden.add(need);
        yield true;
      }
      case NOT_ALLOWED -> noOthers.computeIfAbsent(need.service(), others::none);
      case ALLOWED, UNCLEAR -> false;
    };
  }

  private static List<String> actions(List<RequiredPermission> needs) {
    return needs.stream().map(RequiredPermission::action).distinct().toList();
  }

  private static <K> Collection<List<RequiredPermission>> grouped(
      List<RequiredPermission> needs, Function<RequiredPermission, K> by) {
    return needs.stream()
        .collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()))
        .values();
  }
}
