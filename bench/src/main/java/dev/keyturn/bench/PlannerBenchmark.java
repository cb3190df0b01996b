package dev.keyturn.bench;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.Evidence;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Planner;
import dev.keyturn.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Five thousand decisions on one thread, a score for all of them: owners with one key of any age up
 * to 100 days, some with two, some in the middle of a rotation.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlannerBenchmark {
  private static final int USERS = 5_000;
  private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
  private static final Policy POLICY = new Policy(30, 60, 10, 10);

  private final List<Facts> everyone =
      IntStream.range(0, USERS).mapToObj(PlannerBenchmark::user).toList();

  /** Each user's decision, from facts that are in memory already. */
  @Benchmark
  public void decisions(Blackhole hole, Cpu cpu) {
    cpu.of(
        () -> {
          for (Facts user : everyone) {
            hole.consume(Planner.decide(user, POLICY, TODAY));
          }
        });
  }

  private static Facts user(int i) {
    UserName name = new UserName(String.format(Locale.ROOT, "user%04d", i));
    AccessKey first = key(i, 0, i % 100);
    return switch (i % 20) {
      case 18 -> facts(name, List.of(first, key(i, 1, i % 40)), new RotationRecord.None());
      case 19 -> {
        AccessKey old = key(i, 1, 70);
        yield facts(
            name,
            List.of(old, key(i, 2, 5)),
            new RotationRecord.Rotated(TODAY.minusDays(5), old.id()));
      }
      default -> facts(name, List.of(first), new RotationRecord.None());
    };
  }

  private static Facts facts(UserName name, List<AccessKey> keys, RotationRecord record) {
    Owner owner = new Owner.At(new EmailAddress(name + "@corp.example"));
    return new Facts(name, owner, keys, record, true, new Exemption.None(), Evidence.none());
  }

  private static AccessKey key(int user, int number, int age) {
    KeyId id = new KeyId(String.format(Locale.ROOT, "AKIABENCH%06d%05d", user, number));
    return new AccessKey(id, KeyStatus.ACTIVE, NOW.minus(Duration.ofDays(age)));
  }
}
