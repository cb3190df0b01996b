package dev.keyturn.cli.fetch;

import dev.keyturn.aws.owner.OwnersAccess;
import dev.keyturn.aws.owner.OwnersAccess.Fetched;
import dev.keyturn.aws.owner.OwnersAccess.Refusal;
import dev.keyturn.aws.owner.OwnersAccess.Waiting;
import dev.keyturn.aws.owner.OwnersKey;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.BucketLayout;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.HandOver;
import dev.keyturn.port.PortFailure;
import java.util.function.Supplier;

/** Fetches the file with the new key from the bucket, with the old key. */
record Download(OwnersAccess access, FetchRequest request, Offer.Standing standing) {
  static final String ASK = "Ask the administrators of your AWS account.";

  private static final String CHECK =
      "Check --bucket, --key and --profile by the mail about the new key, which is for one user.";

  /** The key with the owner's newest file. */
  KeyId newest() throws CannotFetch {
    return switch (listed()) {
      case Waiting.Files(var keys) when !keys.isEmpty() -> keys.getFirst();
      case Waiting.Files _ ->
          throw new CannotFetch(
              "No file waits for %s in s3://%s: it has expired, or there never was one. If the last mail was about a new key, ask the administrators of your AWS account."
                  .formatted(standing.user(), request.bucket()));
      case Waiting.Refused(Refusal refusal, String words) ->
          throw new CannotFetch(
              switch (refusal) {
                case NO_BUCKET -> noBucket();
                case NO_FILE, DENIED ->
                    "%s may not list the own files in s3://%s (%s). Name the new key as the mail does, as in --key AKIA..., and check --bucket.%s"
                        .formatted(standing.user(), request.bucket(), words, withMfa());
              });
    };
  }

  private Waiting listed() throws CannotFetch {
    return called(() -> access.waiting(standing.signer(), bucket(), standing.user()));
  }

  /** The key in a file. It must belong to the caller and match the file's name. */
  OwnersKey fetch(KeyId wanted) throws CannotFetch {
    String file = file(wanted);
    Fetched fetched = called(() -> access.fetch(standing.signer(), bucket(), file));
    return switch (fetched) {
      case Fetched.Credentials(String user, OwnersKey key) -> {
        if (!user.equals(standing.user()) || !key.id().equals(wanted)) {
          throw new CannotFetch(
              "%s holds the key %s of %s, which is not what its name says. %s"
                  .formatted(place(wanted), key.id(), user, ASK));
        }
        yield key;
      }
      case Fetched.NotAKey(String why) ->
          throw new CannotFetch("%s holds no key: %s. %s".formatted(place(wanted), why, ASK));
      case Fetched.Refused(Refusal refusal, String words) ->
          throw new CannotFetch(
              switch (refusal) {
                case NO_BUCKET -> noBucket();
                case NO_FILE -> notThere(wanted);
                case DENIED -> isAbsent(wanted) ? notThere(wanted) : denied(wanted, words);
              });
    };
  }

  /** The place of a key's file. */
  String place(KeyId key) {
    return "s3://" + request.bucket() + "/" + file(key);
  }

  private String file(KeyId key) {
    return layout().key(HandOver.objectKey(new UserName(standing.user()), key));
  }

  /** In a hub's bucket, files are in the folder of the owner's account. */
  private BucketLayout layout() {
    return request.hub().isEmpty()
        ? new BucketLayout.OneAccount()
        : new BucketLayout.Member(new AccountId(standing.caller().accountId()));
  }

  private OwnersAccess.Bucket bucket() {
    return new OwnersAccess.Bucket(
        request.bucket(),
        request.hub().map(AccountId::value).orElse(standing.caller().accountId()),
        layout().key(BucketPaths.CREDENTIALS));
  }

  /**
   * Whether a denied file does not exist: S3 says so only to callers that may list the whole
   * bucket, and owners may list at most their own folder.
   */
  private boolean isAbsent(KeyId wanted) throws CannotFetch {
    return listed() instanceof Waiting.Files files && !files.keys().contains(wanted);
  }

  private String notThere(KeyId wanted) {
    return "%s is not there, or no longer. %s If they are right, the file has expired: ask the administrators of your AWS account for a new key."
        .formatted(place(wanted), CHECK);
  }

  private String denied(KeyId wanted, String words) {
    return "%s may not read %s, or it is not there: S3 does not tell these apart (%s). %s If they are right, you are not in the group of owners, or the file has expired: ask the administrators of your AWS account.%s"
        .formatted(standing.user(), place(wanted), words, CHECK, withMfa());
  }

  private String withMfa() {
    return request.mfaCode().isPresent()
        ? ""
        : " If your account asks for MFA, run this again with --mfa-code and the code that your"
            + " device shows.";
  }

  private String noBucket() {
    return "There is no bucket %s. Copy the line from the mail as it is."
        .formatted(request.bucket());
  }

  private <T> T called(Supplier<T> call) throws CannotFetch {
    try {
      return call.get();
    } catch (PortFailure failure) {
      boolean denied = failure.kind() == PortFailure.Kind.DENIED;
      throw new CannotFetch(failure.message() + (denied ? withMfa() : ""));
    }
  }
}
