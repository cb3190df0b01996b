package dev.keyturn.demo;

import dev.keyturn.aws.client.StandIn;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A running sandbox with a company. The same number of users makes the same company, with the same
 * ids.
 */
public final class Playground implements AutoCloseable {
  private static final long SEED = 20_261_122;

  private final Sandbox sandbox;
  private final List<Person> people;

  /** Settings that differ from those of {@link Company}. */
  private final Map<String, String> chosen;

  private Playground(Sandbox sandbox, List<Person> people, Map<String, String> chosen) {
    this.sandbox = sandbox;
    this.people = people;
    this.chosen = Map.copyOf(chosen);
  }

  /**
   * Starts a playground.
   *
   * @param port 0 picks a free one
   * @throws IOException if the port is taken
   */
  public static Playground open(int port, int users, InstantSource clock) throws IOException {
    Sandbox sandbox = Sandbox.start(Setup.of(clock, new Random(SEED)).onPort(port));
    List<Person> people = Company.of(users, new Random(SEED));
    Company.moveIn(sandbox, people);
    return new Playground(sandbox, people, Map.of());
  }

  /** The same playground, where Keyturn runs with these settings, too. */
  public Playground with(Map<String, String> settings) {
    Company.allowOwnThreshold(sandbox.account(), people, settings);
    return new Playground(sandbox, people, settings);
  }

  /** A story of this company, without any line yet. */
  public Story story() {
    return new Story(settings().options().remindEveryDays());
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** The people of the company. */
  public List<Person> people() {
    return people;
  }

  /** Advances the sandbox's clock, which runs there use, by a day. */
  public void passDay() {
    sandbox.clock().advance(Duration.ofDays(1));
  }

  /** The endpoint for Keyturn. */
  public StandIn standIn() {
    return new StandIn(
        sandbox.endpoint(),
        sandbox.region(),
        sandbox.account().rootKey().id(),
        sandbox.account().rootKey().secret().reveal());
  }

  /** The settings for Keyturn. */
  public Settings settings() {
    return Company.checked(variables());
  }

  /** What is wrong with the settings that were chosen, each as a sentence. */
  public List<String> problems() {
    return Settings.read(variables()) instanceof Settings.Checked.Unsound unsound
        ? unsound.texts()
        : List.of();
  }

  private Map<String, String> variables() {
    Map<String, String> variables = Company.settings(sandbox);
    variables.putAll(chosen);
    return variables;
  }

  /** Endpoint and settings as environment variables. */
  public Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>(sandbox.environment());
    all.putAll(variables());
    return all;
  }

  /** Endpoint and settings as lines for a shell. */
  public String exportLines() {
    return sandbox.exportLines()
        + variables().entrySet().stream()
            .map(entry -> "export " + entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining());
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
