package dev.keyturn.policy;

import dev.keyturn.facts.BucketLayout;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.facts.Delivery;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import java.util.List;

/**
 * What an installation has chosen, as commands for people name it.
 *
 * @param addressTag key of the user tag that holds the owner's address
 * @param bucket of the credentials files
 * @param layout where the account's objects lie in it
 * @param sesRegion region in which SES is set up
 * @param recordTags keys of the two tags of the rotation record
 */
public record Setup(
    String addressTag,
    String bucket,
    BucketLayout layout,
    String sesRegion,
    List<String> recordTags) {
  public Setup {
    recordTags = List.copyOf(recordTags);
  }

  /** The command that gets the file of a new key that an administrator hands over. */
  public String fetch(UserName user, KeyId newKey) {
    return "aws s3 cp '%s' ."
        .formatted(address(BucketPaths.file(user, newKey, Delivery.ADMINISTRATOR)));
  }

  /** The address of an object, as in {@code s3://corp-keyturn/credential/alice/}. */
  String address(String name) {
    return "s3://" + bucket + "/" + layout.key(name);
  }
}
