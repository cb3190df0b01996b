package dev.keyturn.run;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.EmailAddress;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.Mailbox;
import dev.keyturn.facts.Quarantine;
import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.mail.Mail;
import dev.keyturn.port.Allowance;
import dev.keyturn.port.Answer;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.CredentialStore;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Keys;
import dev.keyturn.port.Mailer;
import dev.keyturn.port.Permissions;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.Ports;
import dev.keyturn.port.Users;
import dev.keyturn.settings.Assumed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The ports of a plan that nothing follows. Nothing is written through them. A bucket or a sender
 * that would end a run is a remark instead: the plan shows what a run would do once that is mended.
 * What is not set is not asked for. The ledger is kept on this machine. Safe for use by several
 * threads.
 */
public final class ReadOnlyPorts {
  private final Ports ports;
  private final Assumed assumed;
  private final LocalText ledger;
  private final Optional<HubChecks> hub;
  private final List<String> remarks = new CopyOnWriteArrayList<>();
  private volatile boolean bucketRefused;

  /**
   * Nothing is asked yet.
   *
   * @param assumed the settings that are not set
   * @param ledger the ledger of plans, for when the bucket has none
   */
  public ReadOnlyPorts(Ports ports, Assumed assumed, LocalText ledger) {
    this(ports, assumed, ledger, Optional.empty());
  }

  /** For one of the accounts of an organization, whose bucket and sender were checked for all. */
  public ReadOnlyPorts(Ports ports, HubChecks hub) {
    this(ports, Assumed.none(), hub.ledger(), Optional.of(hub));
  }

  private ReadOnlyPorts(Ports ports, Assumed assumed, LocalText ledger, Optional<HubChecks> hub) {
    this.ports = ports;
    this.ledger = ledger;
    this.assumed = assumed;
    this.hub = hub;
  }

  /**
   * What a plan of an account takes from the hub.
   *
   * @param bucket what the check of the hub's bucket says
   * @param sender what the check of the sender says
   * @param ledger the ledgers of plans, for when the bucket has none
   */
  public record HubChecks(Answer bucket, Answer sender, LocalText ledger) {}

  /** The ports to plan with. */
  public Ports ports() {
    return new Ports(
        ports.account(),
        new ReadUsers(),
        new ReadKeys(),
        new ReadCredentialStore(),
        new ReadMailer(),
        new ReadBucketObjects(),
        new ReadPermissions(),
        ports.reports());
  }

  /** The settings that were filled in. */
  public Assumed assumed() {
    return assumed;
  }

  /** What keeps an apply from beginning, in the order in which it was found. */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  private Answer remarked(Answer answer) {
    if (answer instanceof Answer.No no) {
      remarks.add(no.why());
      return new Answer.Yes();
    }
    return answer;
  }

  /** What lies in the bucket: nothing where none is named, or a refused one cannot be read. */
  private <T> T read(Supplier<T> call, T nothing) {
    if (assumed.bucket()) {
      return nothing;
    }
    try {
      return call.get();
    } catch (PortFailure failure) {
      if (bucketRefused) {
        return nothing;
      }
      throw failure;
    }
  }

  private static IllegalStateException write() {
    return new IllegalStateException("a plan writes nothing");
  }

  private final class ReadCredentialStore implements CredentialStore {
    @Override
    public Answer check() {
      if (assumed.bucket()) {
        return new Answer.Yes();
      }
      Answer answer = hub.map(HubChecks::bucket).orElseGet(() -> ports.credentialStore().check());
      bucketRefused = answer instanceof Answer.No;
      return remarked(answer);
    }

    @Override
    public Fingerprint expected(HandOver handOver) {
      throw write();
    }

    @Override
    public Put store(HandOver handOver) {
      throw write();
    }

    @Override
    public boolean claim(UserName user, KeyId key, Delivery delivery) {
      throw write();
    }

    @Override
    public Optional<Fingerprint> look(UserName user, KeyId key, Delivery delivery) {
      return read(() -> ports.credentialStore().look(user, key, delivery), Optional.empty());
    }

    @Override
    public FilePlace place(String name, FilePlace.Expiry expiry) {
      return ports.credentialStore().place(name, expiry);
    }
  }

  /** The ledger of plans is kept on this machine, and read if the bucket has none. */
  private final class ReadBucketObjects implements BucketObjects {
    @Override
    public Optional<StoredText> read(String name) {
      return name.equals(BucketPaths.LEDGER) ? ledger() : inBucket(name);
    }

    private Optional<StoredText> inBucket(String name) {
      return ReadOnlyPorts.this.read(() -> ports.bucketObjects().read(name), Optional.empty());
    }

    private Optional<StoredText> ledger() {
      try {
        Optional<StoredText> kept = inBucket(BucketPaths.LEDGER);
        return kept.isPresent() ? kept : local();
      } catch (PortFailure failure) {
        Optional<StoredText> local = local();
        if (local.isEmpty()) {
          throw failure;
        }
        return local;
      }
    }

    private Optional<StoredText> local() {
      return ledger.read(account()).map(text -> new StoredText(text, ""));
    }

    private String account() {
      return ports.account().identify().accountId();
    }

    @Override
    public WriteResult write(String name, String text, Expected expected) {
      if (!name.equals(BucketPaths.LEDGER)) {
        throw ReadOnlyPorts.write();
      }
      ledger.write(account(), text);
      return new WriteResult.Written("");
    }

    @Override
    public List<String> names(String beginning) {
      return ReadOnlyPorts.this.read(() -> ports.bucketObjects().names(beginning), List.of());
    }
  }

  /** Without a sender or its region, mails are taken to go through. */
  private final class ReadMailer implements Mailer {
    @Override
    public Answer check() {
      return assumed.mail()
          ? new Answer.Yes()
          : remarked(hub.map(HubChecks::sender).orElseGet(() -> ports.mailer().check()));
    }

    @Override
    public Mailbox mailbox(EmailAddress address) {
      return assumed.mail() ? new Mailbox.Open() : ports.mailer().mailbox(address);
    }

    @Override
    public Allowance allowance() {
      // The quota is the hub's, and shared out among accounts when all were looked at.
      return assumed.mail() || hub.isPresent()
          ? new Allowance.Known(1, Long.MAX_VALUE)
          : ports.mailer().allowance();
    }

    @Override
    public void send(Mail mail) {
      throw write();
    }
  }

  /** Without a bucket there is no file to be read, so owners' access to it is not asked for. */
  private final class ReadPermissions implements Permissions {
    @Override
    public Answer toActOn(Intent intent) {
      throw write();
    }

    @Override
    public FileAccess toFetch(UserName owner) {
      return assumed.bucket() || bucketRefused
          ? new FileAccess.Granted()
          : ports.permissions().toFetch(owner);
    }
  }

  private final class ReadUsers implements Users {
    @Override
    public void each(Consumer<Listed> sink) {
      ports.users().each(sink);
    }

    @Override
    public List<UserName> names() {
      return ports.users().names();
    }

    @Override
    public Tags tags(UserName user) {
      return ports.users().tags(user);
    }

    @Override
    public Optional<Quarantine> quarantine(UserName user) {
      return ports.users().quarantine(user);
    }

    @Override
    public Optional<String> accountAlias() {
      return ports.users().accountAlias();
    }

    @Override
    public void tag(UserName user, Map<String, String> tags) {
      throw write();
    }

    @Override
    public void untag(UserName user, List<String> keys) {
      throw write();
    }
  }

  private final class ReadKeys implements Keys {
    @Override
    public List<AccessKey> of(UserName user) {
      return ports.keys().of(user);
    }

    @Override
    public UserName userOf(KeyId key) {
      return ports.keys().userOf(key);
    }

    @Override
    public LastUse lastUse(UserName user, KeyId key) {
      return ports.keys().lastUse(user, key);
    }

    @Override
    public Creation create(UserName user, Runnable check) {
      throw write();
    }

    @Override
    public void deactivate(UserName user, KeyId key, Runnable check) {
      throw write();
    }

    @Override
    public void activate(UserName user, KeyId key) {
      throw write();
    }

    @Override
    public void delete(UserName user, KeyId key, Runnable check) {
      throw write();
    }
  }
}
