package dev.keyturn.aws.adapter;

import dev.keyturn.aws.client.BoundedRead;
import dev.keyturn.aws.client.Calls;
import dev.keyturn.aws.client.Pages;
import dev.keyturn.port.Account;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Text objects in S3, written by conditional puts; their versions are entity tags (Amazon S3 user
 * guide, "How to prevent object overwrites with conditional writes"). S3 answers 412 if the
 * condition is not met and 404 if the object to replace does not exist.
 */
public final class S3BucketObjects implements BucketObjects {
  /**
   * The maximum length of an object, in bytes. The ledger of 5,000 users, IAM's default maximum,
   * takes less than a quarter of it. The heap of the launcher, and of the function with the least
   * memory, 48 MB, has room for several. A longer text is not written, except for pages.
   */
  static final int LONGEST = 4 * 1024 * 1024;

  /** Replaces the text of a longer object; it is invalid, like any other damaged text. */
  private static final String TOO_LONG = "(longer than any object of Keyturn's)";

  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client s3;
  private final Calls calls;
  private final StoredObjects objects;
  private final String bucket;
  private final Account account;

  public S3BucketObjects(S3Client s3, Calls calls, StoredObjects objects, Account account) {
    this.s3 = s3;
    this.calls = calls;
    this.objects = objects;
    this.bucket = objects.bucket();
    this.account = account;
  }

  private String owner() {
    return account.identify().accountId();
  }

  @Override
  public Optional<StoredText> read(String name) {
    return calls.call(
        "S3 GetObject of s3://" + bucket + "/" + objects.key(name),
        () -> {
          try {
            BoundedRead.Content found =
                s3.getObject(
                    request ->
                        request.bucket(bucket).key(objects.key(name)).expectedBucketOwner(owner()),
                    BoundedRead.upTo(LONGEST));
            return Optional.of(
                new StoredText(
                    found
                        .content()
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .orElse(TOO_LONG),
                    Objects.requireNonNull(found.response().eTag(), "no entity tag")));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public WriteResult write(String name, String text, Expected expected) {
    RequestBody body = RequestBody.fromString(text);
    // Only people read pages.
    if (!name.endsWith(".html") && body.optionalContentLength().orElse(0L) > LONGEST) {
      throw new PortFailure(
          Kind.REFUSED,
          "S3 PutObject of s3://%s/%s: not sent, because it could not be read again: it is longer than %s MiB"
              .formatted(bucket, objects.key(name), LONGEST >> 20));
    }
    PutObjectRequest.Builder request =
        objects.put(name).contentType(type(name)).expectedBucketOwner(owner());
    switch (expected) {
      case Expected.Nothing _ -> request.ifNoneMatch("*");
      case Expected.Version version -> request.ifMatch(version.version());
    }
    return calls.call(
        "S3 PutObject of s3://" + bucket + "/" + objects.key(name),
        () -> {
          try {
            PutObjectResponse reply = s3.putObject(request.build(), body);
            objects.stored(reply);
            return new WriteResult.Written(Objects.requireNonNull(reply.eTag(), "no entity tag"));
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED
                || (e.statusCode() == NOT_FOUND && expected instanceof Expected.Version)) {
              return new WriteResult.Refused();
            }
            throw e;
          }
        });
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "txt" -> "text/plain; charset=utf-8";
      case "html" -> "text/html; charset=utf-8";
      default -> "application/json";
    };
  }

  @Override
  public List<String> names(String beginning) {
    List<String> names = new ArrayList<>();
    Pages.<String>each(
        marker ->
            calls.call(
                "S3 ListObjectsV2 of s3://" + bucket + "/" + objects.key(beginning),
                () -> page(beginning, marker)),
        names::add);
    return names;
  }

  private Pages.Page<String> page(String beginning, @Nullable String marker) {
    ListObjectsV2Response reply =
        s3.listObjectsV2(
            request ->
                request
                    .bucket(bucket)
                    .prefix(objects.key(beginning))
                    .maxKeys(Pages.SIZE)
                    .continuationToken(marker)
                    .expectedBucketOwner(owner()));
    return Pages.Page.of(
        reply.contents().stream().map(S3Object::key).map(objects::name).toList(),
        reply.isTruncated(),
        reply.nextContinuationToken());
  }
}
