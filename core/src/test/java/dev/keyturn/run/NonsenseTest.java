package dev.keyturn.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.keyturn.event.Report;
import dev.keyturn.event.Row;
import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.UserName;
import dev.keyturn.report.CsvReport;
import dev.keyturn.report.JsonReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Tags and bucket objects with random content: no run crashes, a foreign record never costs a user
 * a key, another user's rotation is not affected, and reports stay readable. {@code
 * -Dkeyturn.fuzz.values=N} takes N cases, {@code -Dkeyturn.fuzz.seed=S} others.
 */
class NonsenseTest {
  private static final UserName BOB = new UserName("bob");
  private static final List<KeyStatus> STATUSES = List.of(KeyStatus.values());

  private static final int CASES = Integer.getInteger("keyturn.fuzz.values", 2_000);
  private static final long SEED = Long.getLong("keyturn.fuzz.seed", 1);

  /** The records by which a key may go off or be deleted, once their time has come. */
  private static final Pattern RECORD =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d( (rotated|deactivating|deactivated|deleting))?"
              + "|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ (rotating|stored)");

  private static final List<String> SEEDS =
      List.of(
          "alice@corp.example",
          "2026-11-01",
          "2026-11-01 rotated",
          "2026-11-01 deactivated",
          "2026-11-01 deactivating",
          "2026-11-01 deleting",
          "2026-11-01T12:00:00Z rotating",
          "2026-11-01T12:00:00Z stored",
          "2027-01-31 migrating",
          "AKIA000000000001",
          "AKIA000000000002",
          "",
          " ",
          "0000-00-00",
          "9999-12-31 deactivated",
          "-999999999-01-01",
          "+999999999-12-31 deleting",
          "2026-02-30",
          "=cmd|' /C calc'!A0",
          "@SUM(1+1)",
          "\"; DROP TABLE users; --",
          "$(reboot)`reboot`",
          "<script>alert(1)</script>&amp;",
          "{\"a\": [null]}",
          "a\r\nBcc: mallory@evil.example",
          "\u202e\u0000\u001b[2J\ud800",
          "x".repeat(256));

  private static String nonsense(Random random) {
    StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, (char) random.nextInt(128));
        case 1 -> text.insert(at, Character.toString(random.nextInt(0x110000)));
        case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
        case 3 -> text.insert(at, SEEDS.get(random.nextInt(SEEDS.size())));
        default -> throw new AssertionError();
      }
    }
    return text.toString();
  }

  private static String anyCase(String key, Random random) {
    return random.nextBoolean() ? key : key.toUpperCase(Locale.ROOT);
  }

  @Test
  void nothingThatIsNoRecordOfOursCostsAKeyOrCrashesARun() throws IOException {
    for (int i = 0; i < CASES; i++) {
      long seed = SEED * 1_000_003 + i;
      one(seed, new Random(seed));
    }
  }

  private static void one(long seed, Random random) throws IOException {
    Map<String, String> tags = new TreeMap<>();
    tags.put(anyCase("email", random), random.nextBoolean() ? nonsense(random) : "a@corp.example");
    for (String key :
        List.of(AccountFixture.DATE_TAG, AccountFixture.OLD_KEY_TAG, "keyturn-exempt")) {
      if (random.nextInt(4) > 0) {
        tags.put(anyCase(key, random), nonsense(random));
      }
    }
    for (int more = random.nextInt(3) * 24; more > 0; more--) {
      tags.put("tag-" + more, nonsense(random));
    }
    AccountFixture account = new AccountFixture().user(AccountFixture.ALICE, tags);
    for (int keys = random.nextInt(3); keys > 0; keys--) {
      KeyStatus status = STATUSES.get(random.nextInt(STATUSES.size()));
      account.key(
          AccountFixture.ALICE, status, random.nextInt(10) == 0 ? -800_000 : random.nextInt(120));
    }
    account.user(BOB, Map.of("email", "bob@corp.example")).key(BOB, KeyStatus.ACTIVE, 61);
    if (random.nextInt(3) == 0) {
      account.aws.bucketObjects.put(BucketPaths.LEASE, nonsense(random));
    }
    List<AccessKey> before = account.aws.now(AccountFixture.ALICE).keys();
    Report report = account.apply().report();
    MemoryAws.Version after = account.aws.now(AccountFixture.ALICE);
    String date =
        new AccountFixture()
            .user(AccountFixture.ALICE, tags)
            .aws
            .tags(AccountFixture.ALICE)
            .get(AccountFixture.DATE_TAG)
            .orElse("");
    if (!RECORD.matcher(date).matches()) {
      assertThat(after.keys()).as("seed %d: %s", seed, tags).containsAll(before);
    }
    if (before.stream().anyMatch(AccessKey::active)) {
      assertThat(after.keys()).as("seed %d: %s", seed, tags).anyMatch(AccessKey::active);
    }
    assertThat(report.rows())
        .as("seed %d: %s", seed, tags)
        .noneMatch(row -> row.outcome().toString().contains("defect"))
        .anyMatch(row -> row.user().equals(BOB) && row.outcome() instanceof Row.Outcome.Rotated);
    readable(seed, report);
  }

  private static void readable(long seed, Report report) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(JsonReport.of(report).getBytes(UTF_8))) {
      while (json.nextToken() != null) {
        json.getText();
      }
    }
    assertThat(csv(CsvReport.of(report)))
        .as("seed %d", seed)
        .hasSize(report.rows().stream().mapToInt(row -> Math.max(1, row.keys().size())).sum() + 1)
        .allMatch(line -> line.size() == 10);
  }

  /** Reads as RFC 4180 says, and refuses anything else. */
  private static List<List<String>> csv(String text) {
    List<List<String>> lines = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      List<String> line = new ArrayList<>();
      do {
        StringBuilder field = new StringBuilder();
        if (text.charAt(at) == '"') {
          int end = at + 1;
          while (text.charAt(end) != '"' || text.startsWith("\"\"", end)) {
            field.append(text.charAt(end));
            end += text.charAt(end) == '"' ? 2 : 1;
          }
          at = end + 1;
        } else {
          while (",\r\n\"".indexOf(text.charAt(at)) < 0) {
            field.append(text.charAt(at++));
          }
        }
        line.add(field.toString());
      } while (text.charAt(at++) == ',');
      assertThat(text.startsWith("\r\n", at - 1)).as(text).isTrue();
      at++;
      lines.add(line);
    }
    return lines;
  }
}
