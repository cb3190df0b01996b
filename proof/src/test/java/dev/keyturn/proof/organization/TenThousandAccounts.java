package dev.keyturn.proof.organization;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.event.EventBus;
import dev.keyturn.lambda.LogLines;
import dev.keyturn.lambda.OrganizationModes;
import dev.keyturn.org.AccountDirectory;
import dev.keyturn.org.Executions;
import dev.keyturn.org.HubConnection;
import dev.keyturn.org.MemberAccounts;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Deadline;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.proof.simulation.Story;
import dev.keyturn.settings.Organization;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A process of its own for a step over 10,000 accounts, so that its heap is that of the function.
 * The objects of the accounts are made when they are read.
 */
final class TenThousandAccounts implements HubConnection {
  static final int ACCOUNTS = 10_000;
  private static final String FOLDER = "org/runs/day-1/";
  private static final long BEGIN = 200_000_000_000L;

  private final Landscape landscape =
      IntStream.rangeClosed(1, 500)
          .mapToObj(seed -> new Landscape(seed, new Story.Told(1)))
          .filter(one -> !one.settings.options().dryRun() && one.settings.options().htmlReport())
          .findFirst()
          .orElseThrow();
  private final Bucket bucket;

  private TenThousandAccounts(int claims) {
    this.bucket = new Bucket(claims);
  }

  /**
   * Does a step, and prints its answer and the length of each object that it writes.
   *
   * @param words the step, and the number of users in each account that get a mail; 0 if all
   *     accounts deny access
   */
  public static void main(String[] words) throws CannotBegin {
    TenThousandAccounts hub = new TenThousandAccounts(Integer.parseInt(words[1]));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      RuntimeEnvironment runtime =
          new RuntimeEnvironment(
              InstantSource.fixed(Instant.EPOCH), _ -> {}, new Random(1), executor);
      String answer =
          new OrganizationModes(
                  hub.landscape.settings,
                  hub.landscape.organization,
                  hub,
                  runtime,
                  _ -> {
                    throw new AssertionError("no step works in an account");
                  })
              .run(
                  JsonTree.write(Map.of("mode", words[0], "run", "day-1")),
                  new LogLines(hub.landscape.timeline, _ -> {}),
                  Deadline.none());
      System.out.println(answer);
      hub.bucket.lengths.forEach((name, length) -> System.out.println(name + "=" + length));
    }
  }

  private record Bucket(int claims, Map<String, Integer> lengths, Map<String, String> written)
      implements BucketObjects {
    Bucket(int claims) {
      this(claims, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    private static String id(int number) {
      return String.valueOf(BEGIN + number);
    }

    @Override
    public Optional<StoredText> read(String name) {
      String text =
          switch (name.substring(FOLDER.length() <= name.length() ? FOLDER.length() : 0)) {
            case "others.json" -> "[]";
            case "accounts.json" -> accounts();
            case String survey when survey.startsWith("survey/") ->
                survey(survey.substring(7, survey.length() - 5));
            default -> written.getOrDefault(name, "");
          };
      return text.isEmpty() ? Optional.empty() : Optional.of(new StoredText(text, "1"));
    }

    private static String accounts() {
      return IntStream.range(0, ACCOUNTS)
          .mapToObj(
              number ->
                  "{\"id\":\"%s\",\"name\":\"team-%s-production\",\"ring\":2}"
                      .formatted(id(number), number))
          .collect(Collectors.joining(",", "[", "]"));
    }

    private String survey(String id) {
      if (claims == 0) {
        return "{\"account\":\"%s\",\"name\":\"team-production\",\"state\":\"DENIED\",\"detail\":\"%s\"}"
            .formatted(
                id,
                ("STS AssumeRole of arn:aws:iam::%s:role/keyturn-member-prod: User:"
                     + " arn:aws:sts::999999999999:assumed-role/keyturn-RotationRole-1A2B3C4D5E6F/keyturn-prod"
                     + " is not authorized to perform: sts:AssumeRole on resource:"
                     + " arn:aws:iam::%s:role/keyturn-member-prod (AccessDenied, 403, request"
                     + " 01234567-89ab-cdef-0123-456789abcdef)")
                    .formatted(id, id));
      }
      return IntStream.range(0, claims)
          .mapToObj(
              number ->
                  "{\"user\":\"user%s\",\"verb\":\"WARN\",\"oldestKey\":\"2026-01-01T00:00:00Z\",\"mails\":1}"
                      .formatted(number))
          .collect(
              Collectors.joining(
                  ",",
                  "{\"account\":\"%s\",\"users\":200,\"managed\":40,\"claims\":[".formatted(id),
                  "]}"));
    }

    @Override
    public WriteResult write(String name, String text, Expected expected) {
      if (expected instanceof Expected.Nothing && lengths.containsKey(name)) {
        return new WriteResult.Refused();
      }
      lengths.put(name, text.getBytes(StandardCharsets.UTF_8).length);
      if (!name.endsWith(".html")) {
        written.put(name, text);
      }
      return new WriteResult.Written("1");
    }

    @Override
    public List<String> names(String beginning) {
      return beginning.endsWith("survey/")
          ? IntStream.range(0, ACCOUNTS)
              .mapToObj(number -> beginning + id(number) + ".json")
              .toList()
          : lengths.keySet().stream().filter(name -> name.startsWith(beginning)).toList();
    }
  }

  @Override
  public Ports ports() {
    Ports model = landscape.hub.model();
    return new Ports(
        model.account(),
        model.users(),
        model.keys(),
        model.credentialStore(),
        model.mailer(),
        bucket,
        model.permissions(),
        model.reports());
  }

  @Override
  public AccountDirectory directory(Organization.Of organization) {
    return landscape.roster;
  }

  @Override
  public MemberAccounts members(Organization.Of organization) {
    throw new AssertionError("no step works in an account");
  }

  @Override
  public Executions executions(String machine) {
    return landscape.engine;
  }

  @Override
  public Optional<EventBus> eventBus() {
    return Optional.empty();
  }
}
