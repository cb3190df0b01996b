package dev.keyturn.proof.model;

import static dev.keyturn.proof.model.Refusals.translated;

import dev.keyturn.aws.adapter.CredentialReportText;
import dev.keyturn.facts.AccessKey;
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
import dev.keyturn.mail.FilePlace.Expiry;
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
import dev.keyturn.port.Ports;
import dev.keyturn.port.ReportSink;
import dev.keyturn.port.Secret;
import dev.keyturn.port.Users;
import dev.keyturn.sandbox.account.AccessKey.Status;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.mail.Mailroom;
import dev.keyturn.sandbox.objects.Condition;
import dev.keyturn.sandbox.objects.Listing;
import dev.keyturn.sandbox.objects.StoredObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The ports on an account in memory, with a bucket and a sender. */
public final class ModelPorts {
  /**
   * The maximum length of an object that is read, in bytes; shorter than S3BucketObjects has it.
   */
  public static final int LONGEST = 256 * 1024;

  private final dev.keyturn.sandbox.account.Account account;
  private final InstantSource clock;
  private final String region;
  private final String bucket;
  private final String sender;
  private final AtomicLong calls = new AtomicLong();

  /** Ports on an account; its clock is the one that the account was made with. */
  public ModelPorts(
      dev.keyturn.sandbox.account.Account account,
      InstantSource clock,
      String region,
      String bucket,
      String sender) {
    this.account = account;
    this.clock = clock;
    this.region = region;
    this.bucket = bucket;
    this.sender = sender;
  }

  public Ports ports() {
    return new Ports(
        new ModelAccount(),
        new ModelUsers(),
        new ModelKeys(),
        new ModelCredentialStore(),
        new ModelMailer(),
        new ModelBucketObjects(),
        new ModelPermissions(),
        new ModelReports());
  }

  private final class ModelAccount implements Account {
    @Override
    public Identity identify() {
      calls.incrementAndGet();
      return new Identity(account.id(), "aws", "arn:aws:iam::" + account.id() + ":root");
    }

    @Override
    public Instant now() {
      return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public long calls() {
      return calls.get();
    }
  }

  private final class ModelUsers implements Users {
    @Override
    public Optional<String> accountAlias() {
      calls.incrementAndGet();
      return account.alias();
    }

    @Override
    public void each(Consumer<Listed> sink) {
      calls.incrementAndGet();
      account
          .users()
          .list()
          .forEach(
              user ->
                  sink.accept(
                      new Listed(
                          new UserName(user.name()),
                          user.created(),
                          tags(user),
                          Quarantine.among(user.attachedPolicies()))));
    }

    @Override
    public List<UserName> names() {
      calls.incrementAndGet();
      return account.users().list().stream().map(user -> new UserName(user.name())).toList();
    }

    @Override
    public Tags tags(UserName user) {
      calls.incrementAndGet();
      return translated("tags of " + user, () -> tags(account.users().get(user.value())));
    }

    private static Tags tags(User user) {
      return new Tags(user.tags().all().stream().collect(Collectors.toMap(Tag::key, Tag::value)));
    }

    @Override
    public Optional<Quarantine> quarantine(UserName user) {
      calls.incrementAndGet();
      return translated(
          "policies of " + user,
          () -> Quarantine.among(account.users().get(user.value()).attachedPolicies()));
    }

    @Override
    public void tag(UserName user, Map<String, String> tags) {
      calls.incrementAndGet();
      translated(
          "tag " + user,
          () ->
              account
                  .users()
                  .tag(
                      user.value(),
                      tags.entrySet().stream()
                          .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                          .toList()));
    }

    @Override
    public void untag(UserName user, List<String> keys) {
      calls.incrementAndGet();
      translated("untag " + user, () -> account.users().untag(user.value(), keys));
    }
  }

  private final class ModelKeys implements Keys {
    @Override
    public List<AccessKey> of(UserName user) {
      calls.incrementAndGet();
      return translated(
          "keys of " + user,
          () -> account.keys().list(user.value()).stream().map(ModelPorts::key).toList());
    }

    @Override
    public UserName userOf(KeyId key) {
      calls.incrementAndGet();
      return translated(
          "user of " + key, () -> new UserName(account.keys().find(key.value()).user()));
    }

    @Override
    public LastUse lastUse(UserName user, KeyId key) {
      calls.incrementAndGet();
      return translated(
          "last use of " + key,
          () ->
              switch (account.keys().find(key.value()).lastUse()) {
                case dev.keyturn.sandbox.account.LastUse.Never _ -> new LastUse.Never();
                case dev.keyturn.sandbox.account.LastUse.At at ->
                    new LastUse.At(at.time(), at.service(), at.region());
              });
    }

    @Override
    public Creation create(UserName user, Runnable check) {
      check.run();
      calls.incrementAndGet();
      try {
        return translated(
            "create a key of " + user,
            () -> {
              dev.keyturn.sandbox.account.AccessKey made = account.keys().create(user.value());
              return new Creation.Made(key(made), new Secret(made.secret().reveal()));
            });
      } catch (PortFailure failure) {
        if (failure.message().contains("LimitExceeded")) {
          return new Creation.NoRoom();
        }
        throw failure;
      }
    }

    @Override
    public void deactivate(UserName user, KeyId key, Runnable check) {
      check.run();
      update("deactivate ", user, key, Status.INACTIVE);
    }

    @Override
    public void activate(UserName user, KeyId key) {
      update("activate ", user, key, Status.ACTIVE);
    }

    private void update(String verb, UserName user, KeyId key, Status status) {
      calls.incrementAndGet();
      translated(verb + key, () -> account.keys().update(user.value(), key.value(), status));
    }

    @Override
    public void delete(UserName user, KeyId key, Runnable check) {
      check.run();
      calls.incrementAndGet();
      try {
        translated("delete " + key, () -> account.keys().delete(user.value(), key.value()));
      } catch (PortFailure failure) {
        if (failure.kind() != PortFailure.Kind.NOT_FOUND) {
          throw failure;
        }
      }
    }
  }

  private static AccessKey key(dev.keyturn.sandbox.account.AccessKey key) {
    return new AccessKey(
        new KeyId(key.id()),
        KeyStatus.valueOf(key.status().word().toUpperCase(Locale.ROOT)),
        key.created());
  }

  private static Fingerprint print(StoredObject object) {
    return new Fingerprint(object.content().length(), Optional.of(object.eTag().replace("\"", "")));
  }

  private final class ModelCredentialStore implements CredentialStore {
    @Override
    public Answer check() {
      calls.incrementAndGet();
      return account.buckets().list().stream().anyMatch(found -> found.name().equals(bucket))
          ? new Answer.Yes()
          : new Answer.No("there is no bucket " + bucket);
    }

    @Override
    public Fingerprint expected(HandOver handOver) {
      return handOver.print();
    }

    @Override
    public Put store(HandOver handOver) {
      return put(handOver.objectKey(), new Bytes(handOver.file()));
    }

    @Override
    public boolean claim(UserName user, KeyId key, Delivery delivery) {
      return put(HandOver.objectKey(user, key, delivery), Bytes.EMPTY) instanceof Put.Stored;
    }

    private Put put(String name, Bytes content) {
      calls.incrementAndGet();
      try {
        var stored = account.buckets().put(bucket, name, content, Map.of(), new Condition.Absent());
        return new Put.Stored(
            account
                .buckets()
                .expiry(bucket, stored)
                .<Expiry>map(expiry -> new Expiry.At(expiry.at()))
                .orElseGet(Expiry.Unknown::new),
            print(stored));
      } catch (AwsRefusal refusal) {
        if (refusal.status() == 412) {
          return new Put.Occupied();
        }
        throw refusal;
      }
    }

    @Override
    public Optional<Fingerprint> look(UserName user, KeyId key, Delivery delivery) {
      calls.incrementAndGet();
      return account
          .buckets()
          .find(bucket, HandOver.objectKey(user, key, delivery))
          .map(ModelPorts::print);
    }

    @Override
    public FilePlace place(String name, Expiry expiry) {
      return new FilePlace(bucket, name, region, "aws", expiry);
    }
  }

  private final class ModelBucketObjects implements BucketObjects {
    @Override
    public Optional<StoredText> read(String name) {
      calls.incrementAndGet();
      return account
          .buckets()
          .find(bucket, name)
          .map(
              object ->
                  new StoredText(
                      object.content().length() > LONGEST
                          ? "(longer than any object of Keyturn's)"
                          : object.content().text(),
                      object.eTag()));
    }

    @Override
    public WriteResult write(String name, String text, Expected expected) {
      if (!name.endsWith(".html") && text.length() > LONGEST) {
        throw new PortFailure(PortFailure.Kind.REFUSED, name + " is too long to be read again");
      }
      calls.incrementAndGet();
      Condition condition =
          switch (expected) {
            case Expected.Nothing _ -> new Condition.Absent();
            case Expected.Version version -> new Condition.Is(version.version());
          };
      try {
        return new WriteResult.Written(
            account.buckets().put(bucket, name, Bytes.of(text), Map.of(), condition).eTag());
      } catch (AwsRefusal refusal) {
        if (refusal.status() == 412 || refusal.status() == 404) {
          return new WriteResult.Refused();
        }
        throw refusal;
      }
    }

    @Override
    public List<String> names(String beginning) {
      calls.incrementAndGet();
      return account
          .buckets()
          .list(bucket, new Listing.Query(beginning, "", "", Integer.MAX_VALUE))
          .objects()
          .stream()
          .map(StoredObject::key)
          .toList();
    }
  }

  /** The root user's permissions, which the simulator does not know. */
  private final class ModelPermissions implements Permissions {
    @Override
    public Answer toActOn(Intent intent) {
      calls.incrementAndGet();
      return new Answer.Unclear("the root user cannot be simulated");
    }

    @Override
    public FileAccess toFetch(UserName owner) {
      calls.incrementAndGet();
      return new FileAccess.Unknown("policies are not evaluated here");
    }
  }

  private final class ModelReports implements CredentialReports {
    @Override
    public void request() {
      calls.incrementAndGet();
      account.reports().generate();
    }

    @Override
    public Reading read(ReportSink sink) {
      calls.incrementAndGet();
      try {
        return new Reading.Read(
            CredentialReportText.read(new StringReader(account.reports().get().csv()), sink));
      } catch (AwsRefusal refusal) {
        return refusal.code().equals("ReportInProgress")
            ? new Reading.NotYet()
            : new Reading.Absent();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final class ModelMailer implements Mailer {
    @Override
    public Answer check() {
      calls.incrementAndGet();
      return account.mailroom(region).verified(sender)
          ? new Answer.Yes()
          : new Answer.No(sender + " is not verified");
    }

    @Override
    public Mailbox mailbox(EmailAddress address) {
      calls.incrementAndGet();
      try {
        return new Mailbox.Suppressed(
            account.mailroom(region).suppressed(address.value()).reason());
      } catch (AwsRefusal refusal) {
        return refusal.code().equals("NotFoundException")
            ? new Mailbox.Open()
            : new Mailbox.Unknown(String.valueOf(refusal.getMessage()));
      }
    }

    @Override
    public Allowance allowance() {
      calls.incrementAndGet();
      Mailroom room = account.mailroom(region);
      Mailroom.Standing standing = room.standing();
      return standing.sending()
          ? new Allowance.Known(
              standing.perSecond(),
              Math.max(0, standing.perDay() - room.acceptedSince(Duration.ofDays(1))),
              standing.productionAccess())
          : new Allowance.Paused();
    }

    @Override
    public void send(Mail mail) {
      calls.incrementAndGet();
      translated(
          "send to " + mail.to(),
          () ->
              account
                  .mailroom(region)
                  .send(
                      new dev.keyturn.sandbox.mail.Mail(
                          sender,
                          List.of(mail.to().value()),
                          List.of(),
                          List.of(),
                          List.of(),
                          mail.subject(),
                          mail.text(),
                          mail.html(),
                          Map.of())));
    }
  }
}
