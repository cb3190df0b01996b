package dev.keyturn.aws.permission;

import dev.keyturn.aws.adapter.IamUsers;
import dev.keyturn.aws.permission.IamPermissions.Services;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.FileAccess;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account;
import dev.keyturn.port.PortFailure;
import dev.keyturn.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Checks whether owners can read their own files, with one simulation for each owner. */
final class OwnFile {
  private static final String READ = "s3:GetObject";

  private final Services services;
  private final IamUsers users;
  private final Settings settings;
  private final UnaryOperator<String> key;
  private final BooleanSupplier others;
  private final AtomicReference<Optional<Boolean>> noOthers =
      new AtomicReference<>(Optional.empty());

  /**
   * Nothing is asked yet.
   *
   * @param others whether it is known that no policy but an owner's own lets the owner in
   */
  OwnFile(
      Services services,
      IamUsers users,
      Settings settings,
      UnaryOperator<String> key,
      BooleanSupplier others) {
    this.services = services;
    this.users = users;
    this.settings = settings;
    this.key = key;
    this.others = others;
  }

  /** The answer for an owner; IAM may not find a user whose path is unknown. */
  FileAccess of(UserName owner, Account.Identity account) {
    String user =
        users
            .arn(owner)
            .orElseGet(
                () ->
                    "arn:%s:iam::%s:user/%s"
                        .formatted(account.partition(), account.accountId(), owner));
    String file =
        "arn:%s:s3:::%s/%s"
            .formatted(
                account.partition(), settings.bucket(), key.apply(RequiredPermissions.file(owner)));
    try {
      Simulation answers =
          Simulation.ask(
              services.iam(),
              services.calls(),
              user,
              List.of(READ),
              List.of(file),
              Map.of("aws:username", List.of(owner.value())));
      return switch (answers.of(READ, file)) {
        case ALLOWED -> new FileAccess.Granted();
        case DENIED -> new FileAccess.Refused("a policy denies " + what(owner));
        case NOT_ALLOWED ->
            noOthers()
                ? new FileAccess.Refused("no policy allows " + what(owner))
                : new FileAccess.Unknown("the bucket's policy may allow " + what(owner));
        case UNCLEAR -> new FileAccess.Unknown("IAM's policy simulator leaves open " + what(owner));
      };
    } catch (PortFailure failure) {
      return new FileAccess.Unknown(failure.message());
    }
  }

  /** The bucket's policy is the same for all owners. */
  private boolean noOthers() {
    Optional<Boolean> known = noOthers.get();
    if (known.isPresent()) {
      return known.get();
    }
    boolean read = others.getAsBoolean();
    noOthers.set(Optional.of(read));
    return read;
  }

  private String what(UserName owner) {
    return "%s to %s on %s/%s*"
        .formatted(READ, owner, settings.bucket(), key.apply(BucketPaths.folder(owner.value())));
  }
}
