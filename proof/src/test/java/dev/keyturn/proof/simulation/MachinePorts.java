package dev.keyturn.proof.simulation;

import dev.keyturn.facts.AccessKey;
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
import dev.keyturn.port.ReportedUser;
import dev.keyturn.port.Users;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The ports of one process, each call through its {@link Machine}. */
final class MachinePorts {
  private static final String LEASE = "state/lease.json";

  /** Instead of an instant at which SES answered. */
  static final Instant NOT_TOLD = Instant.MAX;

  private final Machine machine;
  private final Ports model;

  MachinePorts(Machine machine, Ports model) {
    this.machine = machine;
    this.model = model;
  }

  Ports ports() {
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

  private Judge judge() {
    return machine.scene().judge();
  }

  private static String file(UserName user, KeyId key) {
    return HandOver.objectKey(user, key);
  }

  /** A write: the judge checks before and after it. */
  private <T> Supplier<T> watched(Call verb, UserName user, Supplier<T> effect) {
    return () -> {
      try {
        return effect.get();
      } finally {
        judge().afterRun(machine, verb, user.value());
      }
    };
  }

  private Supplier<Boolean> watched(Call verb, UserName user, Runnable effect) {
    return watched(
        verb,
        user,
        () -> {
          effect.run();
          return true;
        });
  }

  private Answer check(Call verb, Supplier<Answer> check) {
    try {
      return machine.call(verb, "", check);
    } catch (PortFailure failure) {
      return failure.kind() == PortFailure.Kind.REFUSED
          ? new Answer.No(failure.message())
          : new Answer.Unclear(failure.message());
    }
  }

  private final class AnAccount implements Account {
    @Override
    public Identity identify() {
      return machine.call(Call.IDENTIFY, "", model.account()::identify);
    }

    @Override
    public Instant now() {
      return model.account().now();
    }

    @Override
    public long calls() {
      return machine.calls();
    }
  }

  /** What was read, and when; a reply that comes too late shows nothing to the run. */
  private record Read<T>(Instant at, T what) {}

  private final class TheUsers implements Users {
    @Override
    public void each(Consumer<Listed> sink) {
      Read<List<Listed>> read =
          machine.call(
              Call.LIST_USERS,
              "",
              () -> {
                List<Listed> all = new ArrayList<>();
                model.users().each(all::add);
                return new Read<>(machine.now(), all);
              });
      read.what()
          .forEach(
              listed -> {
                seen(listed.user(), new Read<>(read.at(), listed.tags()));
                machine.shown(listed.user()).quarantined = listed.quarantine().isPresent();
              });
      read.what().forEach(sink);
    }

    @Override
    public List<UserName> names() {
      return machine.call(Call.LIST_NAMES, "", model.users()::names);
    }

    @Override
    public Tags tags(UserName user) {
      return seen(
          user,
          machine.call(
              Call.READ_TAGS,
              user.value(),
              () -> new Read<>(machine.now(), model.users().tags(user))));
    }

    @Override
    public Optional<Quarantine> quarantine(UserName user) {
      return machine.call(
          Call.READ_POLICIES,
          user.value(),
          () -> {
            Optional<Quarantine> found = model.users().quarantine(user);
            machine.shown(user).quarantined = found.isPresent();
            return found;
          });
    }

    @Override
    public Optional<String> accountAlias() {
      return Optional.empty();
    }

    private Tags seen(UserName user, Read<Tags> read) {
      Shown shown = machine.shown(user);
      shown.tags = read.what().values();
      shown.tagsAt = read.at();
      return read.what();
    }

    @Override
    public void tag(UserName user, Map<String, String> tags) {
      machine.call(
          Call.TAG,
          user + " " + tags.values(),
          watched(
              Call.TAG,
              user,
              () -> {
                judge().beforeTagging(machine, user.value(), tags);
                model.users().tag(user, tags);
              }));
    }

    @Override
    public void untag(UserName user, List<String> keys) {
      machine.call(
          Call.UNTAG,
          user.value(),
          watched(Call.UNTAG, user, () -> model.users().untag(user, keys)));
    }
  }

  private final class TheKeys implements Keys {
    @Override
    public List<AccessKey> of(UserName user) {
      // A run knows nothing of a reply that was lost.
      Instant[] readAt = new Instant[1];
      List<AccessKey> keys =
          machine.call(
              Call.LIST_KEYS,
              user.value(),
              () -> {
                readAt[0] = machine.now();
                return model.keys().of(user);
              });
      Shown shown = machine.shown(user);
      shown.keys = keys;
      shown.keysAt = readAt[0];
      judge().facts.shown(machine, keys, readAt[0]);
      machine.scene().tell(() -> "shown are " + keys);
      return keys;
    }

    @Override
    public UserName userOf(KeyId key) {
      return machine.call(Call.READ_LAST_USE, key.value(), () -> model.keys().userOf(key));
    }

    @Override
    public LastUse lastUse(UserName user, KeyId key) {
      LastUse use =
          machine.call(Call.READ_LAST_USE, key.value(), () -> model.keys().lastUse(user, key));
      machine.shown(user).uses.put(key, use);
      return use;
    }

    @Override
    public Creation create(UserName user, Runnable check) {
      check.run();
      return machine.once(
          Call.CREATE_KEY,
          user.value(),
          watched(Call.CREATE_KEY, user, () -> model.keys().create(user)));
    }

    @Override
    public void deactivate(UserName user, KeyId key, Runnable check) {
      check.run();
      machine.call(
          Call.DEACTIVATE_KEY,
          user + " " + key,
          watched(
              Call.DEACTIVATE_KEY,
              user,
              () -> {
                model.keys().deactivate(user, key);
                judge().facts.off(machine, key);
              }));
    }

    /** No run does this, only an administrator. */
    @Override
    public void activate(UserName user, KeyId key) {
      model.keys().activate(user, key);
    }

    @Override
    public void delete(UserName user, KeyId key, Runnable check) {
      check.run();
      machine.call(
          Call.DELETE_KEY,
          user + " " + key,
          watched(Call.DELETE_KEY, user, () -> model.keys().delete(user, key)));
    }
  }

  private final class TheCredentialStore implements CredentialStore {
    @Override
    public Answer check() {
      Answer answer = MachinePorts.this.check(Call.CHECK_BUCKET, model.credentialStore()::check);
      machine.bucketUnclear = answer instanceof Answer.Unclear;
      return answer;
    }

    @Override
    public Fingerprint expected(HandOver handOver) {
      return model.credentialStore().expected(handOver);
    }

    @Override
    public Put store(HandOver handOver) {
      return machine.call(
          Call.STORE_FILE,
          handOver.user() + " " + handOver.key(),
          () ->
              judge()
                  .putting(
                      machine,
                      Call.STORE_FILE,
                      handOver.user(),
                      handOver.key(),
                      handOver.delivery(),
                      () -> {
                        judge().delivered(machine, handOver);
                        return model.credentialStore().store(handOver);
                      }));
    }

    @Override
    public boolean claim(UserName user, KeyId key, Delivery delivery) {
      return machine.call(
          Call.CLAIM_NAME,
          user + " " + key,
          () ->
              judge()
                  .putting(
                      machine,
                      Call.CLAIM_NAME,
                      user,
                      key,
                      delivery,
                      () -> model.credentialStore().claim(user, key, delivery)));
    }

    @Override
    public Optional<Fingerprint> look(UserName user, KeyId key, Delivery delivery) {
      return machine.call(
          Call.LOOK_AT_FILE,
          file(user, key),
          () -> {
            Optional<Fingerprint> found = model.credentialStore().look(user, key, delivery);
            machine.shown(user).files.put(key, found.map(Fingerprint::length).orElse(0L));
            looked(user, key);
            return found;
          });
    }

    private void looked(UserName user, KeyId key) {
      boolean readable =
          Optional.ofNullable(judge().users.get(user.value()))
              .flatMap(story -> story.key(key.value()))
              .map(truth -> judge().readable(user.value(), truth))
              .orElse(false);
      if (readable) {
        machine.shown(user).readableAt.put(key, machine.now());
      }
    }

    @Override
    public FilePlace place(String name, FilePlace.Expiry expiry) {
      return model.credentialStore().place(name, expiry);
    }
  }

  private record Asked(Mailbox mailbox, Instant at) {}

  private final class TheMailer implements Mailer {
    @Override
    public Answer check() {
      return MachinePorts.this.check(Call.CHECK_SENDER, model.mailer()::check);
    }

    @Override
    public Mailbox mailbox(EmailAddress address) {
      try {
        Asked asked =
            machine.call(
                Call.LOOK_AT_ADDRESS,
                address.value(),
                () -> new Asked(model.mailer().mailbox(address), machine.now()));
        machine.addressesAt.put(address.value(), asked.at());
        return asked.mailbox();
      } catch (PortFailure failure) {
        machine.addressesAt.put(address.value(), NOT_TOLD);
        return new Mailbox.Unknown(failure.message());
      }
    }

    /** Not subject to interruptions: it changes nothing, and little depends on it. */
    @Override
    public Allowance allowance() {
      return machine.scene().around().mails.allowance().orElseGet(model.mailer()::allowance);
    }

    @Override
    public void send(Mail mail) {
      Optional<KeyStory> announced = judge().sending(machine, mail);
      try {
        machine.call(
            Call.SEND_MAIL,
            mail.to() + " " + mail.subject(),
            () -> {
              model.mailer().send(mail);
              judge().mailed(machine, mail);
              machine.unsent.clear();
              return true;
            });
      } catch (PortFailure failure) {
        String user = machine.notices.get(Integer.parseInt(mail.text())).user().value();
        if (down() && machine.actedOn.contains(user)) {
          machine.unsent.add(user);
        }
        if (failure.clear()) {
          announced.ifPresent(key -> machine.refused.add(key.id));
        }
        throw failure;
      }
    }
  }

  private boolean down() {
    return machine.scene().around().mails.kind() != MailOutage.Kind.NONE;
  }

  private final class ThePermissions implements Permissions {
    @Override
    public Answer toActOn(Intent intent) {
      return check(Call.ASK_PERMISSION, () -> model.permissions().toActOn(intent));
    }

    /** Not subject to interruptions: it changes nothing. */
    @Override
    public FileAccess toFetch(UserName owner) {
      return model.permissions().toFetch(owner);
    }
  }

  private final class TheReports implements CredentialReports {
    @Override
    public void request() {
      machine.once(
          Call.REQUEST_REPORT,
          "",
          () -> {
            model.reports().request();
            return true;
          });
    }

    @Override
    public Reading read(ReportSink sink) {
      List<ReportedUser> users = new ArrayList<>();
      Reading reading =
          machine.once(
              Call.READ_REPORT,
              "",
              () -> {
                users.clear();
                return model.reports().read(users::add);
              });
      users.forEach(sink);
      return reading;
    }
  }

  private final class TheBucketObjects implements BucketObjects {
    @Override
    public Optional<StoredText> read(String name) {
      return machine.call(Call.READ_PAPER, name, () -> supported(name).read(name));
    }

    @Override
    public WriteResult write(String name, String text, Expected expected) {
      return machine.call(
          Call.WRITE_PAPER,
          name,
          () -> {
            WriteResult result = supported(name).write(name, text, expected);
            if (name.equals(Noted.NAME) && result instanceof WriteResult.Written) {
              judge().noted(text);
            }
            return result;
          });
    }

    @Override
    public List<String> names(String beginning) {
      return model.bucketObjects().names(beginning);
    }

    private BucketObjects supported(String name) {
      if (name.equals(LEASE) && !machine.scene().leases()) {
        throw new PortFailure(PortFailure.Kind.UNSUPPORTED, "no conditional writes: " + name);
      }
      return model.bucketObjects();
    }
  }
}
