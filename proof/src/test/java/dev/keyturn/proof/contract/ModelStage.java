package dev.keyturn.proof.contract;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Ports;
import dev.keyturn.proof.model.ModelPorts;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.LastUse;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/** The account model in process. */
final class ModelStage implements Stage {
  private static final String REGION = "eu-central-1";

  private final TurnableClock clock =
      TurnableClock.standingAt(Instant.parse("2026-11-22T10:15:30Z"));
  private final Account account = new Account("123456789012", clock, new Random(1));
  private final Ports ports = new ModelPorts(account, clock, REGION, BUCKET, SENDER).ports();
  private int users;

  ModelStage() {
    account.buckets().create(BUCKET, REGION);
    account.mailroom(REGION).create(SENDER);
    account.mailroom(REGION).verify(SENDER);
  }

  @Override
  public Ports ports() {
    return ports;
  }

  @Override
  public Ports portsUnder(String policyDocument) {
    return ports;
  }

  @Override
  public void alias(String alias) {
    account.name(alias);
  }

  @Override
  public UserName user(Map<String, String> tags) {
    return user("user" + ++users, tags);
  }

  @Override
  public UserName user(String name, Map<String, String> tags) {
    account
        .users()
        .create(
            name,
            "/",
            tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList());
    return new UserName(name);
  }

  @Override
  public KeyId key(UserName user) {
    return new KeyId(account.keys().create(user.value()).id());
  }

  @Override
  public void use(UserName user, KeyId key) {
    account.keys().recordUse(key.value(), new LastUse.At(clock.instant(), REGION, "sts"));
  }

  @Override
  public String object(String key) {
    return account.buckets().get(BUCKET, key).content().text();
  }

  @Override
  public boolean suppress(String address, String reason) {
    account.mailroom(REGION).suppress(address, reason);
    return true;
  }

  @Override
  public boolean quota(int left, int perSecond) {
    SandboxStage.quota(account.mailroom(REGION), left, perSecond);
    return true;
  }

  @Override
  public boolean policy(UserName user, String document) {
    return false;
  }

  @Override
  public long mailsTo(String address) {
    return account.mailroom(REGION).accepted().stream()
        .filter(accepted -> accepted.mail().to().contains(address))
        .count();
  }

  @Override
  public void close() {}
}
