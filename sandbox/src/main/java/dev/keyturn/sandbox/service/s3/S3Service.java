package dev.keyturn.sandbox.service.s3;

import dev.keyturn.sandbox.access.Authorization;
import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.access.Denial;
import dev.keyturn.sandbox.access.Guard;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Percent;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import dev.keyturn.sandbox.http.Xml;
import dev.keyturn.sandbox.http.XmlTree;
import dev.keyturn.sandbox.objects.Buckets;
import dev.keyturn.sandbox.objects.Setting;
import dev.keyturn.sandbox.service.Call;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.Need;
import dev.keyturn.sandbox.service.Service;
import dev.keyturn.sandbox.service.Wording;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** S3 on the wire, path-style: REST with XML (docs.aws.amazon.com/AmazonS3/latest/API). */
public final class S3Service implements Service {
  static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
  private static final int REDIRECT = 301;

  /**
   * What S3 calls subresources: a query parameter that makes another action of the same method and
   * path.
   */
  private static final Set<String> SUBRESOURCES =
      Set.of(
          "accelerate",
          "acl",
          "analytics",
          "attributes",
          "cors",
          "delete",
          "encryption",
          "inventory",
          "legal-hold",
          "lifecycle",
          "list-type",
          "location",
          "logging",
          "metrics",
          "notification",
          "object-lock",
          "ownershipControls",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "tagging",
          "torrent",
          "uploadId",
          "uploads",
          "versioning",
          "versions",
          "website");

  private static final String ENCRYPTION = "x-amz-server-side-encryption";

  /** Answers one action. */
  interface Action {
    Reply answer(Call call, Caller caller);
  }

  /** An action by its API name, the permission it needs and its answer. */
  record Operation(String name, String permission, Action action) {}

  private final Buckets buckets;
  private final Map<String, Operation> operations = new HashMap<>();

  public S3Service(Buckets buckets, Authorization authorization) {
    this.buckets = buckets;
    operations.putAll(S3Buckets.of(buckets));
    operations.putAll(S3Settings.of(buckets));
    operations.putAll(S3Objects.of(buckets, authorization));
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public Wording wording() {
    return Wording.S3;
  }

  @Override
  public Call read(Request request) {
    if (request.query("AWSAccessKeyId").isPresent()) {
      // Signature version 2, which S3 takes for buckets from before June 2020 only
      // (AmazonS3/latest/API/Appendix-Sigv2.html).
      throw new AwsRefusal(
          400,
          "InvalidRequest",
          "The authorization mechanism you have provided is not supported. Please use"
              + " AWS4-HMAC-SHA256.");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    String bucket = bucket(request);
    String key =
        Percent.decode(
            request.path().substring(Math.min(request.path().length(), bucket.length() + 2)));
    if (!bucket.isEmpty()) {
      parameters.put("Bucket", bucket);
    }
    if (!key.isEmpty()) {
      parameters.put("Key", key);
    }
    request.query().stream()
        .filter(p -> !p.name().startsWith("X-Amz-"))
        .forEach(p -> parameters.put(p.name(), p.value()));
    return new Call(operation(request, bucket, key).name(), parameters, request);
  }

  @Override
  public List<Need> needs(Call call, Caller caller) {
    String bucket = call.parameter("Bucket");
    String key = call.parameter("Key");
    Context context = context(call);
    String resource =
        bucket.isEmpty() ? "*" : "arn:aws:s3:::" + bucket + (key.isEmpty() ? "" : "/" + key);
    if (call.action().equals("DeleteObjects")) {
      // AWS refuses each key by itself; here one that is denied refuses the call.
      return XmlTree.read(call.request().body()).all("Object").stream()
          .map(object -> resource + "/" + object.text("Key").orElse(""))
          .map(object -> new Need("s3:DeleteObject", object, context))
          .toList();
    }
    Need need = new Need(operation(call.request(), bucket, key).permission(), resource, context);
    return comparesETag(call)
        ? List.of(need, new Need("s3:GetObject", resource, context))
        : List.of(need);
  }

  /**
   * Calls count as made over TLS, as AWS's own endpoints make them, unless {@code
   * x-sandbox-secure-transport: false} says otherwise: the sandbox itself serves plain HTTP.
   */
  private static Context context(Call call) {
    Context context =
        Context.of(
            "aws:SecureTransport",
            call.request().header("x-sandbox-secure-transport").orElse("true"));
    for (String header : List.of(ENCRYPTION, ENCRYPTION + "-aws-kms-key-id")) {
      Optional<String> value = call.request().header(header);
      if (value.isPresent()) {
        context = context.with("s3:" + header, value.get());
      }
    }
    return call.action().equals("ListObjectsV2")
        ? context.with("s3:prefix", call.parameter("prefix"))
        : context;
  }

  @Override
  public Optional<String> owner(Call call) {
    return call.action().equals("CreateBucket")
        ? Optional.empty()
        : buckets.owner(call.parameter("Bucket"));
  }

  @Override
  public Guard guard(Call call, Caller caller) {
    String bucket = call.parameter("Bucket");
    return owner(call).isPresent() ? guard(buckets, bucket) : Guard.none(caller.account());
  }

  static Guard guard(Buckets buckets, String bucket) {
    return new Guard(
        buckets.owner(), buckets.setting(bucket, Setting.POLICY), Denial.Kind.RESOURCE);
  }

  /**
   * "To perform conditional writes with an HTTP If-Match header you must have the s3:PutObject and
   * s3:GetObject permissions" (AmazonS3/latest/userguide/conditional-writes.html); likewise
   * s3:DeleteObject, but not for {@code *} (conditional-deletes.html).
   */
  private static boolean comparesETag(Call call) {
    return List.of("PutObject", "DeleteObject").contains(call.action())
        && call.request().header("if-match").filter(tag -> !tag.equals("*")).isPresent();
  }

  @Override
  public Reply answer(Call call, Caller caller) {
    String bucket = call.parameter("Bucket");
    if (!bucket.isEmpty() && !call.action().equals("CreateBucket")) {
      checkOwner(call.request());
      checkRegion(call, caller);
    }
    return operation(call.request(), bucket, call.parameter("Key")).action().answer(call, caller);
  }

  /**
   * A foreign expected owner "fails with the HTTP status code 403"
   * (AmazonS3/latest/userguide/bucket-owner-condition.html).
   */
  private void checkOwner(Request request) {
    if (request
        .header("x-amz-expected-bucket-owner")
        .filter(owner -> !owner.equals(buckets.owner()))
        .isPresent()) {
      throw new AwsRefusal(403, "AccessDenied", "Access Denied");
    }
  }

  /**
   * Another region's endpoint redirects (AmazonS3/latest/userguide/UsingRouting.html); which
   * endpoint, the signature tells.
   */
  private void checkRegion(Call call, Caller caller) {
    String region = buckets.get(call.parameter("Bucket")).region();
    if (!region.equals(caller.region()) && !call.action().equals("GetBucketLocation")) {
      throw new AwsRefusal(
          REDIRECT,
          "PermanentRedirect",
          "The bucket you are attempting to access must be addressed using the specified endpoint."
              + " Please send all future requests to this endpoint.");
    }
  }

  @Override
  public Reply refuse(AwsRefusal refusal, Request request, String requestId) {
    Xml xml = new Xml();
    xml.in(
        "Error",
        () -> {
          xml.text("Code", refusal.code()).text("Message", refusal.words());
          if (refusal.code().equals("PreconditionFailed")) {
            xml.text(
                "Condition", request.header("if-match").isPresent() ? "If-Match" : "If-None-Match");
          }
          xml.text("Resource", request.path())
              .text("RequestId", requestId)
              .text("HostId", "sandbox");
        });
    Reply reply = Reply.of(refusal.status(), "application/xml", xml.toString());
    // SDKs send a call again if its refusal names a region, so only a redirect does.
    return refusal.status() == REDIRECT
        ? reply.with("x-amz-bucket-region", buckets.get(bucket(request)).region())
        : reply;
  }

  private Operation operation(Request request, String bucket, String key) {
    String level = bucket.isEmpty() ? "account" : key.isEmpty() ? "bucket" : "object";
    String sub =
        request.query().stream()
            .map(Request.Parameter::name)
            .filter(SUBRESOURCES::contains)
            .findFirst()
            .orElse("");
    boolean copy = request.header("x-amz-copy-source").isPresent();
    Operation operation =
        operations.get((request.method() + " " + level + " " + sub + (copy ? "copy" : "")).strip());
    if (operation == null) {
      throw new AwsRefusal(
          501,
          "NotImplemented",
          "A header you provided implies functionality that is not implemented");
    }
    return operation;
  }

  private static String bucket(Request request) {
    String path = request.path().substring(1);
    int slash = path.indexOf('/');
    return Percent.decode(slash < 0 ? path : path.substring(0, slash));
  }
}
