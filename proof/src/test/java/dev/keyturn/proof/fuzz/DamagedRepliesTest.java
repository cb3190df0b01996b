package dev.keyturn.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.fuzz.DamagedRepliesFixture.Flow;
import dev.keyturn.sample.Sampled;
import dev.keyturn.sandbox.account.AccessKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damages replies, one at a time or all of a kind: no run crashes, no key is deactivated or deleted
 * that otherwise would not be, and undamaged runs reach the same result. {@code
 * -Dkeyturn.fuzz.replies=N} takes N cases of each flow, {@code -Dkeyturn.fuzz.seed=S} others.
 */
@Sampled(parts = 2)
class DamagedRepliesTest {
  private static final int CASES = Integer.getInteger("keyturn.fuzz.replies", 10);
  private static final long SEED = Long.getLong("keyturn.fuzz.seed", 1);
  private static final Map<Flow, String> ENDS = new EnumMap<>(Flow.class);

  /** Damages one reply, or all replies to calls of its kind. */
  private record Case(String damage, int call, String kind, boolean always) {
    boolean strikes(Wire.Call other) {
      return always ? other.what().equals(kind) : other.number() == call;
    }
  }

  private static synchronized String end(Flow flow) {
    return ENDS.computeIfAbsent(
        flow,
        _ -> {
          try (DamagedRepliesFixture fixture = new DamagedRepliesFixture(flow)) {
            fixture.run();
            return fixture.settle().standing();
          }
        });
  }

  private static List<Case> cases(Flow flow) {
    List<String> calls;
    try (DamagedRepliesFixture fixture = new DamagedRepliesFixture(flow)) {
      fixture.wire.damage((_, reply) -> reply);
      assertThat(fixture.run()).as("an undamaged run").isPresent();
      calls = fixture.wire.calls();
    }
    List<Case> cases = new ArrayList<>();
    for (String damage : Damages.all(SEED, 1).keySet()) {
      for (int i = 0; i < calls.size(); i++) {
        if (!(calls.get(i).equals("CreateAccessKey") && damage.startsWith("flipped"))) {
          cases.add(new Case(damage, i + 1, calls.get(i), false));
          if (Damages.isNoticed(damage)) {
            cases.add(new Case(damage, i + 1, calls.get(i), true));
          }
        }
      }
    }
    Collections.shuffle(cases, new Random(SEED));
    return cases.subList(0, Math.min(CASES, cases.size()));
  }

  @ParameterizedTest
  @EnumSource
  void noDamagedReplyCrashesARunOrRemovesAKey(Flow flow) throws IOException {
    try (ServerSocket elsewhere = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      elsewhere.setSoTimeout(1);
      Map<String, UnaryOperator<byte[]>> damages = Damages.all(SEED, elsewhere.getLocalPort());
      for (Case one : cases(flow)) {
        struck(flow, one, damages.getOrDefault(one.damage(), UnaryOperator.identity()));
      }
      assertThat(called(elsewhere)).as("an entity was fetched").isFalse();
    }
  }

  private static void struck(Flow flow, Case one, UnaryOperator<byte[]> damage) {
    String what = "seed %d, %s, %s".formatted(SEED, flow, one);
    try (DamagedRepliesFixture fixture = new DamagedRepliesFixture(flow)) {
      fixture.wire.damage((call, reply) -> one.strikes(call) ? damage.apply(reply) : reply);
      try {
        fixture.run();
      } catch (RuntimeException | Error e) {
        throw new AssertionError(what, e);
      }
      assertThat(fixture.wire.calls())
          .as(what)
          .filteredOn("CreateAccessKey"::equals)
          .hasSizeLessThan(2);
      unharmed(flow, fixture, what);
      assertThat(fixture.settle().standing()).as(what).isEqualTo(end(flow));
    }
  }

  private static void unharmed(Flow flow, DamagedRepliesFixture fixture, String what) {
    assertThat(fixture.user().keys()).as(what).anyMatch(AccessKey::active);
    switch (flow) {
      case WARNING, ROTATION, UNFINISHED ->
          assertThat(fixture.key(0).filter(AccessKey::active)).as(what).isPresent();
      case GRACE -> {
        assertThat(fixture.key(0).filter(AccessKey::active)).as(what).isPresent();
        assertThat(fixture.key(1).filter(AccessKey::active)).as(what).isPresent();
      }
      case DEACTIVATION -> {
        assertThat(fixture.key(0)).as(what).isPresent();
        assertThat(fixture.key(1).filter(AccessKey::active)).as(what).isPresent();
      }
      case DELETION -> assertThat(fixture.key(1).filter(AccessKey::active)).as(what).isPresent();
    }
  }

  private static boolean called(ServerSocket elsewhere) throws IOException {
    try {
      elsewhere.accept().close();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void aDateThatJumpsEndsNoGracePeriod() {
    for (String date :
        List.of("date Thu, 01 Jan 1970 00:00:00 GMT", "date Tue, 01 Dec 2099 00:00:00 GMT")) {
      UnaryOperator<byte[]> damage =
          Damages.all(SEED, 1).getOrDefault(date, UnaryOperator.identity());
      for (int number = 1; number <= 12; number++) {
        int struck = number;
        try (DamagedRepliesFixture fixture = new DamagedRepliesFixture(Flow.GRACE)) {
          String before = fixture.standing();
          fixture.wire.damage(
              (call, reply) -> call.number() == struck ? damage.apply(reply) : reply);
          fixture.run();
          assertThat(fixture.standing()).as("%s, call %d", date, number).isEqualTo(before);
        }
      }
    }
  }
}
