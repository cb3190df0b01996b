package dev.keyturn.sandbox.service.s3;

import dev.keyturn.sandbox.access.Authorization;
import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.HttpDate;
import dev.keyturn.sandbox.http.Percent;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import dev.keyturn.sandbox.http.XmlTree;
import dev.keyturn.sandbox.objects.Buckets;
import dev.keyturn.sandbox.objects.Condition;
import dev.keyturn.sandbox.objects.Setting;
import dev.keyturn.sandbox.objects.StoredObject;
import dev.keyturn.sandbox.service.Call;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.s3.S3Service.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** S3's actions on objects. */
final class S3Objects {
  private static final String ENCRYPTION = "x-amz-server-side-encryption";
  private static final String KMS_KEY = ENCRYPTION + "-aws-kms-key-id";
  private static final Set<String> ALGORITHMS = Set.of("AES256", "aws:kms", "aws:kms:dsse");
  private static final List<String> KEPT =
      List.of(
          "cache-control", "content-disposition", "content-language", "content-type", "expires");

  private final Buckets buckets;
  private final Authorization authorization;

  private S3Objects(Buckets buckets, Authorization authorization) {
    this.buckets = buckets;
    this.authorization = authorization;
  }

  static Map<String, Operation> of(Buckets buckets, Authorization authorization) {
    S3Objects actions = new S3Objects(buckets, authorization);
    return Map.of(
        "PUT object", new Operation("PutObject", "s3:PutObject", actions::put),
        "GET object", new Operation("GetObject", "s3:GetObject", actions::get),
        "HEAD object", new Operation("HeadObject", "s3:GetObject", actions::head),
        "DELETE object", new Operation("DeleteObject", "s3:DeleteObject", actions::delete));
  }

  private Reply put(Call call, Caller caller) {
    Request request = call.request();
    Map<String, String> headers = new LinkedHashMap<>();
    request
        .headers()
        .keySet()
        .forEach(
            name -> {
              if (KEPT.contains(name) || name.startsWith("x-amz-meta-")) {
                headers.put(name, request.header(name).orElse(""));
              }
            });
    request
        .header("content-encoding")
        .map(encoding -> encoding.replaceAll("aws-chunked,?\\s*", ""))
        .filter(encoding -> !encoding.isEmpty())
        .ifPresent(encoding -> headers.put("content-encoding", encoding));
    headers.putAll(encryption(call, caller));
    StoredObject object =
        buckets.put(
            call.parameter("Bucket"),
            call.parameter("Key"),
            request.body(),
            headers,
            condition(request));
    Reply reply = Reply.empty(200).with("ETag", object.eTag());
    for (String name : List.of(ENCRYPTION, KMS_KEY)) {
      if (headers.containsKey(name)) {
        reply = reply.with(name, headers.getOrDefault(name, ""));
      }
    }
    return reply.withAll(expiry(call, object));
  }

  private static Condition condition(Request request) {
    String absent = request.header("if-none-match").orElse("");
    if (!absent.isEmpty() && !absent.equals("*")) {
      throw new AwsRefusal(
          501,
          "NotImplemented",
          "A header you provided implies functionality that is not implemented");
    }
    return absent.isEmpty()
        ? request
            .header("if-match")
            .<Condition>map(Condition::matching)
            .orElse(new Condition.None())
        : new Condition.Absent();
  }

  /** The requested encryption, or the bucket's default; every object has one. */
  private Map<String, String> encryption(Call call, Caller caller) {
    XmlTree setting =
        XmlTree.read(
            Bytes.of(buckets.setting(call.parameter("Bucket"), Setting.ENCRYPTION).orElse("")));
    XmlTree byDefault =
        setting
            .first("Rule")
            .flatMap(rule -> rule.first("ApplyServerSideEncryptionByDefault"))
            .orElse(setting);
    Request request = call.request();
    String algorithm =
        request.header(ENCRYPTION).or(() -> byDefault.text("SSEAlgorithm")).orElse("AES256");
    if (!ALGORITHMS.contains(algorithm)) {
      throw new AwsRefusal(
          400, "InvalidArgument", "The encryption method specified is not supported");
    }
    if (algorithm.equals("AES256")) {
      return Map.of(ENCRYPTION, algorithm);
    }
    String own = "arn:aws:kms:" + caller.region() + ":" + buckets.owner() + ":alias/aws/s3";
    String key = request.header(KMS_KEY).or(() -> byDefault.text("KMSMasterKeyID")).orElse(own);
    return Map.of(ENCRYPTION, algorithm, KMS_KEY, key);
  }

  private Reply get(Call call, Caller caller) {
    StoredObject object = find(call, caller);
    return new Reply(200, described(object), object.content()).withAll(expiry(call, object));
  }

  private Reply head(Call call, Caller caller) {
    StoredObject object = find(call, caller);
    return new Reply(200, described(object), Bytes.EMPTY)
        .with("Content-Length", String.valueOf(object.content().length()))
        .withAll(expiry(call, object));
  }

  private Reply delete(Call call, Caller caller) {
    Condition condition =
        call.request()
            .header("if-match")
            .<Condition>map(Condition::matching)
            .orElse(new Condition.None());
    buckets.delete(call.parameter("Bucket"), call.parameter("Key"), condition);
    return Reply.empty(204);
  }

  /**
   * "If you don't have the s3:ListBucket permission, Amazon S3 returns an HTTP status code 403
   * Forbidden" error for an object that is not there (AmazonS3/latest/API/API_GetObject.html).
   */
  private StoredObject find(Call call, Caller caller) {
    String bucket = call.parameter("Bucket");
    return buckets
        .find(bucket, call.parameter("Key"))
        .orElseThrow(
            () ->
                authorization
                        .denial(
                            caller.principal(),
                            new Authorization.Asked(
                                "s3:ListBucket", "arn:aws:s3:::" + bucket, Context.NONE),
                            S3Service.guard(buckets, bucket))
                        .isEmpty()
                    ? new AwsRefusal(404, "NoSuchKey", "The specified key does not exist.")
                    : new AwsRefusal(403, "AccessDenied", "Access Denied"));
  }

  private static Map<String, String> described(StoredObject object) {
    Map<String, String> headers = new LinkedHashMap<>(object.headers());
    headers.putIfAbsent("content-type", "binary/octet-stream");
    headers.put("Last-Modified", HttpDate.of(object.modified()));
    headers.put("ETag", object.eTag());
    headers.put("Accept-Ranges", "bytes");
    return headers;
  }

  /**
   * "The value of rule-id is URL-encoded", says the page of HeadObject of {@code x-amz-expiration}.
   */
  private Map<String, String> expiry(Call call, StoredObject object) {
    return buckets
        .expiry(call.parameter("Bucket"), object)
        .map(
            expiry ->
                Map.of(
                    "x-amz-expiration",
                    "expiry-date=\""
                        + HttpDate.of(expiry.at())
                        + "\", rule-id=\""
                        + Percent.encode(expiry.rule())
                        + "\""))
        .orElse(Map.of());
  }
}
