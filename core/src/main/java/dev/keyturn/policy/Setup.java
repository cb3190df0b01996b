package dev.keyturn.policy;

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
 * @param sesRegion region in which SES is set up
 * @param recordTags keys of the two tags of the rotation record
 */
public record Setup(String addressTag, String bucket, String sesRegion, List<String> recordTags) {
  public Setup {
    recordTags = List.copyOf(recordTags);
  }

  /** The command that gets the file of a new key that an administrator hands over. */
  public String fetch(UserName user, KeyId newKey) {
    return "aws s3 cp 's3://%s/%s' ."
        .formatted(bucket, BucketPaths.file(user, newKey, Delivery.ADMINISTRATOR));
  }
}
