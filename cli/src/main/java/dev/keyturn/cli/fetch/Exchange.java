package dev.keyturn.cli.fetch;

import dev.keyturn.aws.owner.OwnersAccess;
import dev.keyturn.aws.owner.OwnersKey;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Account.Identity;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.RuntimeEnvironment.Waits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The new key for the old one, in three steps:
 *
 * <ol>
 *   <li>{@link #offer}: find the old key in its file, ask AWS whose it is, fetch the new one with
 *       it. The new key is not used yet: a key that was used counts as fetched, and its owner may
 *       still say no.
 *   <li>{@link #verify}: AWS says that the new key works and is the same user's.
 *   <li>{@link #replace}: keep a copy of the file, and put the new key into it.
 * </ol>
 *
 * <p>Whatever fails, the file is as it was.
 */
public final class Exchange {
  /** The number of attempts with a new key, which AWS does not know everywhere at once. */
  static final int ATTEMPTS = 13;

  /** The pause between two attempts; one minute in total. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private static final String OF_A_USER = ":user/";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final OwnersAccess access;
  private final Waits waits;
  private final InstantSource clock;

  public Exchange(OwnersAccess access, Waits waits, InstantSource clock) {
    this.access = access;
    this.waits = waits;
    this.clock = clock;
  }

  /** Finds the old key and fetches the new one. */
  public Offer offer(FetchRequest request, ProfileKey profileKey) throws CannotFetch {
    OwnersKey old = profileKey.key();
    Identity caller = whose(profileKey);
    UserName user = userOf(caller, profileKey);
    Offer.Standing standing =
        new Offer.Standing(
            profileKey, caller, user.value(), signer(request.mfaCode(), profileKey, caller, user));
    Download download = new Download(access, request, standing);
    KeyId wanted = request.key().isPresent() ? request.key().get() : download.newest();
    if (wanted.equals(old.id())) {
      return new Offer.HeldAlready(standing);
    }
    boolean openToOthers = demandThatItCanBeReplaced(profileKey.path());
    OwnersKey fresh = download.fetch(wanted);
    return new Offer.Replacement(
        standing,
        fresh,
        download.place(wanted),
        access.lastUse(standing.signer(), old.id()),
        openToOthers);
  }

  private Identity whose(ProfileKey profileKey) throws CannotFetch {
    try {
      return access.identify(profileKey.key());
    } catch (PortFailure failure) {
      throw new CannotFetch(
          failure.kind() == Kind.CREDENTIALS
              ? "AWS does not take the key %s of profile %s in %s (%s). It may have been switched off or deleted, and then it cannot fetch anything. Download the file in the AWS console by the link in the mail, or ask the administrators of your AWS account; is it the right profile?"
                  .formatted(
                      profileKey.key().id(),
                      profileKey.section().profile(),
                      profileKey.path(),
                      failure.message())
              : failure.message());
    }
  }

  private static UserName userOf(Identity caller, ProfileKey profileKey) throws CannotFetch {
    if (!caller.arn().contains(OF_A_USER)) {
      throw new CannotFetch(
          "Profile %s holds a key of %s, which is not an IAM user; Keyturn manages keys of IAM users only."
              .formatted(profileKey.section().profile(), caller.arn()));
    }
    return new UserName(caller.arn().substring(caller.arn().lastIndexOf('/') + 1));
  }

  /** The old key, or a session with MFA, which a policy may require. */
  private OwnersKey signer(
      Optional<String> mfaCode, ProfileKey profileKey, Identity caller, UserName user)
      throws CannotFetch {
    if (mfaCode.isEmpty()) {
      return profileKey.key();
    }
    String serial =
        profileKey
            .profile()
            .mfaSerial()
            .orElse(
                "arn:%s:iam::%s:mfa/%s".formatted(caller.partition(), caller.accountId(), user));
    try {
      return access.session(profileKey.key(), serial, mfaCode.get());
    } catch (PortFailure failure) {
      throw new CannotFetch(
          "%s. The MFA device was %s, %s; each code works once, for about 30 seconds."
              .formatted(
                  failure.message(),
                  serial,
                  profileKey.profile().mfaSerial().isPresent()
                      ? "as mfa_serial of the profile has it"
                      : "by the name that devices usually have; if yours has another, put its ARN"
                          + " into the profile as mfa_serial ('aws iam list-mfa-devices' prints"
                          + " it)"));
    }
  }

  /**
   * Checked before the first use of the new key: a failure here must not count as fetched.
   *
   * @return whether other users can read it
   */
  private boolean demandThatItCanBeReplaced(Path file) throws CannotFetch {
    try {
      InPlace.rehearse(file, STAMP.format(clock.instant()));
      return InPlace.isOpenToOthers(file);
    } catch (IOException e) {
      throw new CannotFetch(
          "%s cannot be replaced: %s. Change that, or fetch the file by the 'aws s3 cp' line of the mail."
              .formatted(file, FileWords.of(e)));
    }
  }

  /**
   * Checks with AWS that the new key works and belongs to the same user.
   *
   * @param waiting called once if AWS does not know the key yet
   */
  public void verify(Offer.Replacement offer, Runnable waiting) throws CannotFetch {
    Identity now = identified(offer, waiting);
    if (!now.equals(offer.standing().caller())) {
      throw new CannotFetch(
          "The new key %s is a key of %s, and the old one of %s. It was not put in place. %s"
              .formatted(
                  offer.fresh().id(), now.arn(), offer.standing().caller().arn(), Download.ASK));
    }
  }

  private Identity identified(Offer.Replacement offer, Runnable waiting) throws CannotFetch {
    for (int attempt = 1; ; attempt++) {
      try {
        return access.identify(offer.fresh());
      } catch (PortFailure failure) {
        if (failure.kind() != Kind.CREDENTIALS) {
          throw new CannotFetch("The new key could not be tried: " + failure.message());
        }
        if (attempt == ATTEMPTS) {
          throw new CannotFetch(
              "AWS does not take the new key %s, also after a minute (%s). Was it switched off or deleted since? If not, run this again later. The old key stays in place."
                  .formatted(offer.fresh().id(), failure.message()));
        }
        if (attempt == 1) {
          waiting.run();
        }
        waits.pause(PAUSE);
      }
    }
  }

  /**
   * Puts the new key into the file.
   *
   * @return the copy of the file as it was
   */
  public Path replace(Offer.Replacement offer) throws CannotFetch {
    ProfileKey profileKey = offer.standing().profileKey();
    try {
      return InPlace.replace(
          profileKey.path(),
          profileKey.file().bytes(),
          profileKey.file().with(profileKey.section(), offer.fresh()),
          STAMP.format(clock.instant()));
    } catch (IOException e) {
      throw new CannotFetch(
          "%s could not be replaced and is as it was: %s. Run this again when that is fixed, or fetch the file by the 'aws s3 cp' line of the mail."
              .formatted(profileKey.path(), FileWords.of(e)));
    }
  }
}
