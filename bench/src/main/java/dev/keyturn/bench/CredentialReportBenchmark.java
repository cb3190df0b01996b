package dev.keyturn.bench;

import dev.keyturn.aws.adapter.CredentialReportText;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
 * A credential report of five thousand rows, read on one thread, a score for all of them: most with
 * one key, each tenth with two.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CredentialReportBenchmark {
  private static final int USERS = 5_000;
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

  private static final String HEADER =
      "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
          + "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
          + "access_key_1_last_used_date,access_key_1_last_used_region,"
          + "access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"
          + "access_key_2_last_used_date,access_key_2_last_used_region,"
          + "access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,"
          + "cert_2_last_rotated";

  private final String text =
      IntStream.range(0, USERS)
          .mapToObj(CredentialReportBenchmark::row)
          .collect(Collectors.joining("\n", HEADER + "\n", ""));

  /** The whole text, row by row. */
  @Benchmark
  public void rows(Blackhole hole, Cpu cpu) {
    cpu.of(() -> read(hole));
  }

  private void read(Blackhole hole) {
    try {
      int unreadable = CredentialReportText.read(new StringReader(text), hole::consume);
      if (unreadable != 0) {
        throw new IllegalStateException(unreadable + " rows were not read");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String row(int i) {
    String name = String.format(Locale.ROOT, "user%04d", i);
    return String.join(
        ",",
        name,
        "arn:aws:iam::123456789012:user/" + name,
        ago(500),
        "false,N/A,N/A,N/A,false",
        key(i % 100),
        i % 10 == 0 ? key(i % 40) : "false,N/A,N/A,N/A,N/A",
        "false,N/A,false,N/A");
  }

  private static String key(int age) {
    return "true,%s,%s,eu-west-1,iam".formatted(ago(age), ago(Math.min(age, 1)));
  }

  /** As AWS writes it. */
  private static String ago(int days) {
    return NOW.minus(Duration.ofDays(days)).toString().replace("Z", "+00:00");
  }
}
