package dev.keyturn.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.KeyStatus;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.Quarantine;
import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.mail.Mail;
import dev.keyturn.port.Account;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.CredentialReports;
import dev.keyturn.port.CredentialStore;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Keys;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.Permissions;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.Ports;
import dev.keyturn.port.ReportSink;
import dev.keyturn.port.RuntimeEnvironment;
import dev.keyturn.port.Users;
import dev.keyturn.run.Weather.Call;
import dev.keyturn.run.Weather.Fate;
import dev.keyturn.throttle.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One process's way to an account in memory: the ports as their contracts have them. Each attempt
 * at a call is logged, takes a tenth of a second, and meets the weather.
 */
public final class Connection {
  static final Duration CALL = Duration.ofMillis(100);

  public final List<Call> log = new ArrayList<>();
  private final MemoryAws aws;
  private final Weather weather;
  private final RetryPolicy retryPolicy;
  private boolean cut;

  public Connection(MemoryAws aws, Weather weather, RuntimeEnvironment runtime) {
    this.aws = aws;
    this.weather = weather;
    this.retryPolicy = new RetryPolicy(runtime);
  }

  public Ports ports() {
    return new Ports(
        new AnAccount(),
        new TheUsers(),
        new TheKeys(),
        new TheCredentialStore(),
        new TheMailer(),
        new TheBucketObjects(),
        new ThePermissions(),
        new TheReports());
  }

  /** The log, one call a line. */
  public String calls() {
    return String.join("\n", log.stream().map(Call::what).toList()) + "\n";
  }

  private <T> T read(String what, Supplier<T> answer) {
    return retryPolicy.call(() -> attempt(false, what, answer));
  }

  private <T> T write(String what, Supplier<T> effect) {
    return retryPolicy.call(() -> attempt(true, what, effect));
  }

  private void write(String what, Runnable effect) {
    write(
        what,
        () -> {
          effect.run();
          return true;
        });
  }

  private <T> T attempt(boolean write, String what, Supplier<T> effect) {
    if (cut) {
      throw new Cut();
    }
    Call call = new Call(log.size() + 1, write, what);
    Fate fate = weather.of(call);
    log.add(call);
    aws.clock.turn(CALL);
    if (fate == Fate.CUT_BEFORE) {
      cut = true;
      throw new Cut();
    }
    if (!fate.hasEffect) {
      throw failure(fate, what);
    }
    T answer = effect.get();
    if (fate == Fate.CUT_AFTER) {
      cut = true;
      throw new Cut();
    }
    if (fate != Fate.FINE) {
      throw failure(fate, what);
    }
    return answer;
  }

  private static PortFailure failure(Fate fate, String what) {
    return new PortFailure(fate.failure.orElseThrow(), what + ": " + fate);
  }

  private final class AnAccount implements Account {
    @Override
    public Identity identify() {
      return read("who am I", () -> new Identity("123456789012", "aws", "arn:aws:iam::1:user/me"));
    }

    @Override
    public Instant now() {
      return aws.clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public long calls() {
      return log.size();
    }
  }

  private Answer check(String what) {
    try {
      return read("check the " + what, Answer.Yes::new);
    } catch (PortFailure failure) {
      return failure.kind() == Kind.REFUSED
          ? new Answer.No(failure.message())
          : new Answer.Unclear(failure.message());
    }
  }

  private final class TheUsers implements Users {
    @Override
    public void each(Consumer<Listed> sink) {
      List<UserName> all = read("list users", () -> List.copyOf(aws.users.keySet()));
      for (int time = 0; time < aws.listings; time++) {
        all.forEach(
            user ->
                sink.accept(
                    new Listed(user, aws.created(user), aws.tags(user), aws.quarantine(user))));
      }
    }

    @Override
    public List<UserName> names() {
      return read("names of users", () -> List.copyOf(aws.users.keySet()));
    }

    @Override
    public Tags tags(UserName user) {
      return read("tags of " + user, () -> aws.tags(user));
    }

    @Override
    public Optional<Quarantine> quarantine(UserName user) {
      return read("policies of " + user, () -> aws.quarantine(user));
    }

    @Override
    public Optional<String> accountAlias() {
      return Optional.of("example-corp");
    }

    @Override
    public void tag(UserName user, Map<String, String> tags) {
      String values = String.join(", ", new TreeMap<>(tags).values());
      write("tag " + user + ": " + values, () -> aws.tag(user, tags));
    }

    @Override
    public void untag(UserName user, List<String> keys) {
      write("untag " + user, () -> aws.untag(user, keys));
    }
  }

  private final class TheKeys implements Keys {
    @Override
    public List<AccessKey> of(UserName user) {
      return read("keys of " + user, () -> aws.keys(user));
    }

    @Override
    public UserName userOf(KeyId key) {
      return read("user of " + key, () -> aws.userOf(key));
    }

    @Override
    public LastUse lastUse(UserName user, KeyId key) {
      return read("last use of " + key, () -> aws.lastUse(key));
    }

    @Override
    public Creation create(UserName user, Runnable check) {
      check.run();
      return attempt(true, "create a key of " + user, () -> aws.create(user));
    }

    @Override
    public void deactivate(UserName user, KeyId key, Runnable check) {
      check.run();
      write("deactivate " + key, () -> aws.setStatus(user, key, KeyStatus.INACTIVE));
    }

    @Override
    public void activate(UserName user, KeyId key) {
      write("activate " + key, () -> aws.setStatus(user, key, KeyStatus.ACTIVE));
    }

    @Override
    public void delete(UserName user, KeyId key, Runnable check) {
      check.run();
      try {
        write("delete " + key, () -> aws.delete(user, key));
      } catch (PortFailure failure) {
        if (failure.kind() != Kind.NOT_FOUND) {
          throw failure;
        }
      }
    }
  }

  private final class TheCredentialStore implements CredentialStore {
    @Override
    public Answer check() {
      return Connection.this.check("bucket");
    }

    @Override
    public Fingerprint expected(HandOver handOver) {
      return aws.kms ? new Fingerprint(handOver.file().length, Optional.empty()) : handOver.print();
    }

    @Override
    public Put store(HandOver handOver) {
      String name = handOver.objectKey();
      boolean stored = write("store " + handOver.key(), () -> aws.put(name, handOver.file()));
      return stored
          ? new Put.Stored(new FilePlace.Expiry.Unknown(), aws.print(handOver.file()))
          : new Put.Occupied();
    }

    @Override
    public boolean claim(UserName user, KeyId key, Delivery delivery) {
      String name = HandOver.objectKey(user, key, delivery);
      return write("claim " + key, () -> aws.put(name, "".getBytes(UTF_8)));
    }

    @Override
    public Optional<Fingerprint> look(UserName user, KeyId key, Delivery delivery) {
      return read(
          "look for " + key,
          () ->
              Optional.ofNullable(aws.objects.get(HandOver.objectKey(user, key, delivery)))
                  .map(aws::print));
    }

    @Override
    public FilePlace place(String name, FilePlace.Expiry expiry) {
      return new FilePlace("corp", name, "eu-central-1", "aws", expiry);
    }
  }

  private final class ThePermissions implements Permissions {
    @Override
    public Answer toActOn(Intent intent) {
      try {
        return read("may I act", () -> aws.permissions);
      } catch (PortFailure failure) {
        return new Answer.Unclear(failure.message());
      }
    }

    @Override
    public FileAccess toFetch(UserName owner) {
      return access(owner);
    }
  }

  private FileAccess access(UserName owner) {
    try {
      return read("access of " + owner, () -> aws.access(owner));
    } catch (PortFailure failure) {
      return new FileAccess.Unknown(failure.message());
    }
  }

  private final class TheReports implements CredentialReports {
    @Override
    public void request() {
      attempt(
          false,
          "ask for the report",
          () -> {
            aws.requestReport();
            return true;
          });
    }

    @Override
    public Reading read(ReportSink sink) {
      return attempt(false, "read the report", () -> aws.readReport(sink));
    }
  }

  private final class TheMailer implements Mailer {
    @Override
    public Answer check() {
      return Connection.this.check("sender");
    }

    @Override
    public Mailbox mailbox(EmailAddress address) {
      try {
        return read("suppression of " + address, () -> aws.mailbox(address));
      } catch (PortFailure failure) {
        return new Mailbox.Unknown(failure.message());
      }
    }

    @Override
    public Allowance allowance() {
      try {
        return read("sending quota", () -> aws.allowance);
      } catch (PortFailure failure) {
        return new Allowance.Unknown(failure.message());
      }
    }

    @Override
    public void send(Mail mail) {
      write("mail " + mail.to() + ": " + mail.subject(), () -> aws.mails.add(mail));
    }
  }

  /** The version of a text is the text itself. Only Keyturn reads its notes. */
  private final class TheBucketObjects implements BucketObjects {
    @Override
    public Optional<StoredText> read(String name) {
      return Connection.this.read(
          "read " + kind(name),
          () -> {
            supported(name);
            return Optional.ofNullable(aws.bucketObjects.get(name))
                .map(text -> new StoredText(text, text));
          });
    }

    @Override
    public WriteResult write(String name, String text, Expected expected) {
      return Connection.this.read("write " + kind(name), () -> file(name, text, expected));
    }

    private WriteResult file(String name, String text, Expected expected) {
      supported(name);
      Optional<String> there = Optional.ofNullable(aws.bucketObjects.get(name));
      boolean fits =
          switch (expected) {
            case Expected.Nothing _ -> there.isEmpty();
            case Expected.Version version -> there.equals(Optional.of(version.version()));
          };
      if (!fits) {
        return new WriteResult.Refused();
      }
      aws.bucketObjects.put(name, text);
      return new WriteResult.Written(text);
    }

    @Override
    public List<String> names(String beginning) {
      return Connection.this.read(
          "list " + beginning,
          () ->
              aws.bucketObjects.keySet().stream()
                  .filter(name -> name.startsWith(beginning))
                  .toList());
    }

    private void supported(String name) {
      if (name.equals(BucketPaths.LEASE) && !aws.leases) {
        throw new PortFailure(Kind.UNSUPPORTED, "NotImplemented: " + name);
      }
    }

    /** One word for all names of a kind, which hold times and ids. */
    private static String kind(String name) {
      return switch (name) {
        case BucketPaths.LEASE -> "the lease";
        case BucketPaths.LEDGER -> "the ledger";
        case BucketPaths.REMINDERS -> "the reminders";
        case BucketPaths.NOTES -> "the notes";
        default -> "the audit trail";
      };
    }
  }
}
