package dev.keyturn.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.event.Event;
import dev.keyturn.facts.KeyId;
import dev.keyturn.mail.Mail;
import dev.keyturn.policy.Remedy;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Keys;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Secret;
import dev.keyturn.run.Weather.Fate;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A secret appears in the hand-over object and nowhere else. */
class SecrecyTest {
  private static final String SECRET = "SeCrEt/of+AKIA000000000002";

  /** More calls than a rotation or the replacement of a new key makes. */
  private static final int CALLS = 30;

  /** Something with a secret in it, whose words are collected. */
  private interface Flow {
    void on(
        AccountFixture account,
        Connection connection,
        RuntimeEnvironment runtime,
        List<String> said)
        throws CannotBegin;
  }

  @Test
  void aSecretStandsInItsObjectAndInNoMailEventRowOrFailure() {
    tellsNoSecret(
        AccountFixture::rotationDue,
        (account, connection, runtime, said) ->
            said.add(AccountFixture.apply(account.run(connection, runtime)).toString()));
  }

  @Test
  void replacingANewKeyPrintsNoSecret() {
    tellsNoSecret(
        AccountFixture::neverFetched,
        (account, connection, runtime, said) -> {
          Intervention mend = account.intervention(connection, runtime);
          Intervention.Proposal proposal =
              mend.propose(Intervention.Command.MEND, AccountFixture.ALICE);
          said.add(proposal.toString());
          if (proposal.remedy() instanceof Remedy.Change change) {
            mend.carryOut(proposal, change);
          }
        });
  }

  /** Whatever befalls any one of the calls. */
  private static void tellsNoSecret(Supplier<AccountFixture> start, Flow flow) {
    for (Fate fate : Fate.values()) {
      for (int k = 1; k <= CALLS; k++) {
        AccountFixture account = start.get();
        RuntimeEnvironment runtime = account.runtime();
        Connection connection = new Connection(account.aws, Weather.at(k, fate), runtime);
        List<String> said = new ArrayList<>();
        try {
          flow.on(account, connection, runtime, said);
        } catch (Throwable t) {
          // A cut is an Error, and whatever else ends a flow must hold no secret either.
          said.add(trace(t));
        }
        said.add(connection.calls());
        said.addAll(leftBy(account));
        if (fate == Fate.FINE) {
          assertThat(account.standing()).contains("new key, ACTIVE, with its file");
        }
        assertThat(said)
            .as("%s call %d", fate, k)
            .isNotEmpty()
            .noneMatch(s -> s.contains("SeCrEt"));
      }
    }
  }

  private static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  /** All that can be read afterwards, but for the contents of the hand-over objects. */
  private static List<String> leftBy(AccountFixture account) {
    List<String> left = new ArrayList<>();
    left.addAll(account.events.stream().map(Event::toString).toList());
    left.addAll(account.aws.mails.stream().map(Mail::toString).toList());
    left.addAll(account.aws.objects.keySet());
    left.add(account.aws.bucketObjects.toString());
    left.add(account.aws.now(AccountFixture.ALICE).toString());
    return left;
  }

  @Test
  void theObjectHoldsTheSecretOfItsKey() {
    AccountFixture account = AccountFixture.rotationDue();
    account.apply();
    assertThat(account.aws.objects).hasSize(1);
    account.aws.objects.forEach(
        (name, content) -> {
          assertThat(name).isEqualTo("credential/alice/alice_AKIA000000000002.csv");
          assertThat(new String(content, UTF_8)).contains("alice,AKIA000000000002," + SECRET);
        });
  }

  @Test
  void nothingThatCarriesASecretPrintsIt() {
    AccountFixture account = AccountFixture.rotationDue();
    Keys.Creation made = account.aws.create(AccountFixture.ALICE);
    assertThat(made).isInstanceOf(Keys.Creation.Made.class);
    assertThat(made.toString()).contains("(secret)").doesNotContain("SeCrEt");
  }

  @Test
  void noObjectThatARunReturnsOrTellsOfPrintsASecret() {
    for (AccountFixture account :
        List.of(
            AccountFixture.rotationDue(),
            AccountFixture.deactivationDue(),
            AccountFixture.deletionDue())) {
      List<Object> roots = new ArrayList<>(List.of(account.planned(Weather.fine())));
      roots.add(account.apply().report());
      roots.addAll(account.events);
      roots.addAll(account.aws.mails);
      roots.add(account.aws.bucketObjects);
      Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      roots.forEach(root -> walk(root, seen));
      assertThat(seen)
          .hasSizeGreaterThan(20)
          .noneMatch(object -> object.toString().contains("SeCrEt"));
    }
  }

  /** All that can be reached through records and collections. */
  private static void walk(Object object, Set<Object> seen) {
    if (!seen.add(object)) {
      return;
    }
    switch (object) {
      case Iterable<?> many -> many.forEach(one -> walk(one, seen));
      case Map<?, ?> map -> {
        walk(map.keySet(), seen);
        walk(map.values(), seen);
      }
      case Optional<?> perhaps -> perhaps.ifPresent(one -> walk(one, seen));
      case Record held -> {
        for (RecordComponent component : held.getClass().getRecordComponents()) {
          walk(read(component, held), seen);
        }
      }
      default -> {}
    }
  }

  private static Object read(RecordComponent component, Record of) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(component.getName(), e);
    }
  }

  @Test
  void aRefusalThatQuotesWhatWasSentDoesNotShowTheSecret() {
    HandOver handOver =
        new HandOver(AccountFixture.ALICE, new KeyId("AKIA000000000002"), new Secret(SECRET));
    assertThat(
            handOver.withoutSecret("MalformedXML: alice,AKIA000000000002," + SECRET + " is none"))
        .isEqualTo("MalformedXML: alice,AKIA000000000002,(secret) is none");
  }

  @Test
  void aSecretHasNoFormButItsObject() {
    for (Class<?> bearer : List.of(Secret.class, HandOver.class, Keys.Creation.Made.class)) {
      assertThat(Serializable.class.isAssignableFrom(bearer)).as(bearer.getName()).isFalse();
    }
    assertThat(
            new HandOver(AccountFixture.ALICE, new KeyId("AKIA000000000002"), new Secret(SECRET))
                .toString())
        .contains("(secret)")
        .doesNotContain("SeCrEt");
  }
}
