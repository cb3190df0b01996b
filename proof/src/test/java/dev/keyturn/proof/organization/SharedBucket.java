package dev.keyturn.proof.organization;

import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.BucketLayout;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.Fingerprint;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.port.Answer;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.CredentialStore;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.Ports;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hub's bucket, as a step about an account uses it. What is under an account's prefixes lies in
 * a bucket of that account's company, for its judge; the key alone says which.
 *
 * @param session whose session the step has
 * @param layout where the product puts an object
 */
record SharedBucket(
    Landscape landscape, Step step, AccountId session, Supplier<BucketLayout> layout)
    implements CredentialStore, BucketObjects {
  private static final Pattern KEY =
      Pattern.compile("org/(credential|state|audit|reports)/([0-9]{12})/(.*)");

  /** An object by its key: whose it is, and its name there. */
  private record Place(Ports ports, String name) {}

  private Place at(String name) {
    String key = layout.get().key(name);
    Matcher parts = KEY.matcher(key);
    landscape.judge.demand(
        parts.matches(), () -> step + ": an object of an account is elsewhere: " + key);
    AccountId owner = new AccountId(parts.group(2));
    landscape.judge.object(step, session, owner, key);
    return new Place(
        landscape.member(owner).company.model(), parts.group(1) + "/" + parts.group(3));
  }

  private Place at(UserName user, KeyId key, Delivery delivery) {
    return at(HandOver.objectKey(user, key, delivery));
  }

  @Override
  public Answer check() {
    return landscape.hub.model().credentialStore().check();
  }

  @Override
  public Fingerprint expected(HandOver handOver) {
    return handOver.print();
  }

  @Override
  public Put store(HandOver handOver) {
    return at(handOver.objectKey()).ports().credentialStore().store(handOver);
  }

  @Override
  public boolean claim(UserName user, KeyId key, Delivery delivery) {
    return at(user, key, delivery).ports().credentialStore().claim(user, key, delivery);
  }

  @Override
  public Optional<Fingerprint> look(UserName user, KeyId key, Delivery delivery) {
    return at(user, key, delivery).ports().credentialStore().look(user, key, delivery);
  }

  @Override
  public FilePlace place(String name, FilePlace.Expiry expiry) {
    return landscape.hub.model().credentialStore().place(layout.get().key(name), expiry);
  }

  @Override
  public Optional<StoredText> read(String name) {
    Place place = at(name);
    return place.ports().bucketObjects().read(place.name());
  }

  @Override
  public WriteResult write(String name, String text, Expected expected) {
    Place place = at(name);
    if (name.startsWith(BucketPaths.REPORTS)) {
      landscape.judge.pages(step);
    }
    return place.ports().bucketObjects().write(place.name(), text, expected);
  }

  @Override
  public List<String> names(String beginning) {
    Place place = at(beginning);
    return place.ports().bucketObjects().names(place.name());
  }
}
