package dev.keyturn.policy;

import dev.keyturn.facts.AccessKey;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Exemption;
import dev.keyturn.facts.Facts;
import dev.keyturn.facts.Owner;
import dev.keyturn.facts.Quarantine;
import dev.keyturn.facts.RotationRecord;
import dev.keyturn.facts.UserName;
import dev.keyturn.policy.Remedy.Advice;
import dev.keyturn.policy.Remedy.Hint;
import dev.keyturn.policy.Remedy.RunByHand;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person can do for a user where Keyturn may do nothing. */
final class UserAdvice {
  private static final String STRANGER =
      "A stranger may have this user's key. Read the support case that AWS has opened, and see in"
          + " CloudTrail what was done with the key. ";

  private final Facts user;
  private final Setup setup;

  UserAdvice(Facts user, Setup setup) {
    this.user = user;
    this.setup = setup;
  }

  /**
   * Only an administrator can help: the quarantine denies the owner what a rotation needs of them.
   */
  Advice answerExposure() {
    String policy =
        user.evidence()
            .quarantine()
            .map(Quarantine::policyArn)
            .orElse("arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3");
    String detach =
        "aws iam detach-user-policy %s --policy-arn %s".formatted(user.user().option(), policy);
    String last = "When the support case says so, remove the policy:";
    List<AccessKey> suspected = ExposedKeys.suspected(user);
    if (!suspected.isEmpty()) {
      return new RunByHand(STRANGER + shutOut(), off(suspected), last + " " + detach);
    }
    return new RunByHand(
        (user.activeKeys().isEmpty() ? STRANGER : replaced(user.activeKeys().getLast())) + last,
        detach,
        "");
  }

  /** The successor works; the key that it replaced is inactive, or deleted already. */
  private String replaced(AccessKey successor) {
    return user.keysBut(successor.id()).stream()
        .map(old -> "%s was replaced by %s and is inactive. ".formatted(old.id(), successor.id()))
        .findFirst()
        .orElseGet(
            () -> "The exposed key was replaced by %s and deleted. ".formatted(successor.id()));
  }

  /** An order to replace a compromised key is not carried out: a person can shut it out. */
  Optional<Advice> carryOutOrder(Decision decision) {
    List<AccessKey> compromised = compromised();
    if (compromised.isEmpty()) {
      return Optional.empty();
    }
    String hold =
        decision instanceof Decision.Hold
            ? "keyturn mend %s shows what ends the hold. ".formatted(user.user().operand())
            : "";
    String undo =
        user.record() instanceof RotationRecord.None
            ? "keyturn undo %s withdraws the order.".formatted(user.user().operand())
            : "";
    return Optional.of(
        new RunByHand(
            "%s is compromised, and the order to replace it is not carried out yet. Deactivate it now:"
                .formatted(ids(compromised)),
            off(compromised),
            (hold + undo).strip()));
  }

  private List<AccessKey> compromised() {
    return user.activeKeys().stream()
        .filter(key -> user.evidence().notes().isCompromised(key.id()))
        .toList();
  }

  private static String ids(List<AccessKey> keys) {
    return keys.stream().map(key -> key.id().value()).collect(Collectors.joining(" and "));
  }

  /** AWS Health has reported a key, and AWS has attached no policy. */
  Advice endExposure() {
    return new RunByHand(STRANGER + shutOut(), off(ExposedKeys.reported(user)), "");
  }

  private String shutOut() {
    if (!(user.owner() instanceof Owner.At)) {
      return "Keyturn does not manage the user. Deactivate it:";
    }
    return compromised().isEmpty()
        ? "Replace it: keyturn rotate %s --compromised. Or deactivate it:"
            .formatted(user.user().operand())
        : "The order to replace it is not carried out yet. Deactivate it:";
  }

  private String off(List<AccessKey> keys) {
    return keys.stream()
        .map(key -> off(user.user(), key.id().value()))
        .collect(Collectors.joining("; "));
  }

  /** The command that deactivates a key. */
  static String off(UserName user, String key) {
    return "aws iam update-access-key %s --access-key-id %s --status Inactive"
        .formatted(user.option(), key);
  }

  Advice setAddress() {
    return new RunByHand(
        "Keyturn sends no mail to a user without an address. Set the tag that holds it:",
        "aws iam tag-user %s --tags Key=%s,Value=ADDRESS"
            .formatted(user.user().option(), setup.addressTag()),
        "");
  }

  Advice makeRoom() {
    return new RunByHand(
        "IAM allows 50 tags, and a rotation needs two. Remove some:",
        "aws iam untag-user %s --tag-keys KEY".formatted(user.user().option()),
        "");
  }

  Advice takeOffList() {
    return user.owner() instanceof Owner.At at
        ? new RunByHand(
            "If %s can be reached again:".formatted(at.address()),
            "aws sesv2 delete-suppressed-destination --email-address %s --region %s"
                .formatted(at.address(), setup.sesRegion()),
            "Otherwise correct the address tag.")
        : new Hint("Correct the address tag.");
  }

  Advice letFetch() {
    return new RunByHand(
        "Put its owner in the group that may (output OwnersGroupName of deploy/template.yaml):",
        "aws iam add-user-to-group --group-name GROUP " + user.user().option(),
        "Otherwise allow s3:GetObject on %s* of the bucket in a policy of the user's own."
            .formatted(setup.layout().key(BucketPaths.folder(user.user().value()))));
  }

  Advice proveFile() {
    String newKey = user.keys().isEmpty() ? "KEY" : user.keys().getLast().id().value();
    return new RunByHand(
        "If its owner can fetch the file and use the new key, that frees the user. Otherwise remove"
            + " the file, and the next run replaces the key:",
        "aws s3 rm %s%s_%s.csv"
            .formatted(setup.address(BucketPaths.folder(user.user().value())), user.user(), newKey),
        "");
  }

  Advice endExemption() {
    return new RunByHand(
        "To end the exemption:",
        "aws iam untag-user %s --tag-keys %s".formatted(user.user().option(), Exemption.TAG),
        "");
  }
}
