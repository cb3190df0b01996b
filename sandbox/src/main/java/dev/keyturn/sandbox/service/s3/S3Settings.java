package dev.keyturn.sandbox.service.s3;

import dev.keyturn.sandbox.access.Statement;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Xml;
import dev.keyturn.sandbox.http.XmlTree;
import dev.keyturn.sandbox.objects.Buckets;
import dev.keyturn.sandbox.objects.LifecycleRule;
import dev.keyturn.sandbox.objects.Setting;
import dev.keyturn.sandbox.service.Call;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.s3.S3Service.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** S3's actions on a bucket's settings; documents are kept and given back as they were put. */
final class S3Settings {
  private final Buckets buckets;

  private S3Settings(Buckets buckets) {
    this.buckets = buckets;
  }

  static Map<String, Operation> of(Buckets buckets) {
    S3Settings actions = new S3Settings(buckets);
    Map<String, Operation> all = new HashMap<>();
    all.putAll(
        actions.setting(
            "encryption", "BucketEncryption", "EncryptionConfiguration", Setting.ENCRYPTION));
    all.putAll(
        actions.setting(
            "lifecycle",
            "BucketLifecycleConfiguration",
            "LifecycleConfiguration",
            Setting.LIFECYCLE));
    all.putAll(actions.setting("policy", "BucketPolicy", "BucketPolicy", Setting.POLICY));
    all.putAll(
        actions.setting(
            "publicAccessBlock",
            "PublicAccessBlock",
            "BucketPublicAccessBlock",
            Setting.PUBLIC_ACCESS_BLOCK));
    all.putAll(
        actions.setting(
            "ownershipControls",
            "BucketOwnershipControls",
            "BucketOwnershipControls",
            Setting.OWNERSHIP));
    all.putAll(
        actions.setting("versioning", "BucketVersioning", "BucketVersioning", Setting.VERSIONING));
    all.remove("DELETE bucket versioning");
    all.put(
        "GET bucket policyStatus",
        new Operation("GetBucketPolicyStatus", "s3:GetBucketPolicyStatus", actions::policyStatus));
    all.put("GET bucket acl", new Operation("GetBucketAcl", "s3:GetBucketAcl", actions::acl));
    return all;
  }

  private Map<String, Operation> setting(
      String sub, String name, String permission, Setting setting) {
    return Map.of(
        "GET bucket " + sub,
        new Operation("Get" + name, "s3:Get" + permission, (call, _) -> get(call, setting)),
        "PUT bucket " + sub,
        new Operation("Put" + name, "s3:Put" + permission, (call, _) -> put(call, setting)),
        "DELETE bucket " + sub,
        new Operation(
            "Delete" + name.replace("Configuration", ""),
            "s3:Put" + permission,
            (call, _) -> clear(call, setting)));
  }

  private Reply get(Call call, Setting setting) {
    String document =
        buckets.setting(call.parameter("Bucket"), setting).orElseThrow(() -> missing(setting));
    return Reply.of(
        200, setting == Setting.POLICY ? "application/json" : "application/xml", document);
  }

  private Reply put(Call call, Setting setting) {
    String bucket = call.parameter("Bucket");
    Bytes document = call.request().body();
    switch (setting) {
      case LIFECYCLE -> buckets.lifecycle(bucket, rules(XmlTree.read(document)));
      case POLICY -> checkPolicy(bucket, document);
      case ENCRYPTION, PUBLIC_ACCESS_BLOCK, OWNERSHIP, VERSIONING -> XmlTree.read(document);
    }
    buckets.set(bucket, setting, document.text());
    return Reply.empty(setting == Setting.POLICY ? 204 : 200);
  }

  /** An encryption setting is never gone: deleting it brings the one of new buckets back. */
  private Reply clear(Call call, Setting setting) {
    if (setting == Setting.ENCRYPTION) {
      buckets.set(call.parameter("Bucket"), setting, setting.atFirst());
    } else {
      buckets.clear(call.parameter("Bucket"), setting);
    }
    return Reply.empty(204);
  }

  /**
   * BlockPublicPolicy "causes Amazon S3 to reject calls to PUT Bucket policy if the specified
   * bucket policy allows public access".
   */
  private void checkPolicy(String bucket, Bytes document) {
    boolean blocked =
        buckets
            .setting(bucket, Setting.PUBLIC_ACCESS_BLOCK)
            .flatMap(block -> XmlTree.read(Bytes.of(block)).text("BlockPublicPolicy"))
            .filter("true"::equals)
            .isPresent();
    if (isPublic(document.text()) && blocked) {
      throw new AwsRefusal(403, "AccessDenied", "Access Denied");
    }
  }

  private static boolean isPublic(String policy) {
    try {
      return Statement.read(policy).stream().anyMatch(Statement::isPublic);
    } catch (AwsRefusal e) {
      throw new AwsRefusal(
          400, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
    }
  }

  /**
   * Expiration in days under a prefix is what counts here; other actions and filters are kept but
   * do nothing.
   */
  private static List<LifecycleRule> rules(XmlTree document) {
    List<LifecycleRule> rules = new ArrayList<>();
    for (XmlTree rule : document.all("Rule")) {
      String days = rule.first("Expiration").flatMap(e -> e.text("Days")).orElse("");
      String prefix =
          rule.first("Filter")
              .flatMap(
                  f -> f.text("Prefix").or(() -> f.first("And").flatMap(and -> and.text("Prefix"))))
              .or(() -> rule.text("Prefix"))
              .orElse("");
      if (days.matches("[1-9]\\d{0,5}")) {
        boolean enabled = rule.text("Status").filter("Enabled"::equals).isPresent();
        rules.add(
            new LifecycleRule(rule.text("ID").orElse(""), prefix, Integer.parseInt(days), enabled));
      } else if (!days.isEmpty()) {
        throw new AwsRefusal(
            400, "InvalidArgument", "'Days' for Expiration action must be a positive integer");
      }
    }
    return rules;
  }

  private Reply policyStatus(Call call, Caller caller) {
    String policy =
        buckets
            .setting(call.parameter("Bucket"), Setting.POLICY)
            .orElseThrow(() -> missing(Setting.POLICY));
    Xml xml = new Xml();
    xml.in("PolicyStatus", S3Service.NAMESPACE, () -> xml.text("IsPublic", isPublic(policy)));
    return S3Buckets.xml(xml);
  }

  /** ACLs are off for new buckets; what is left says that the owner has full control. */
  private Reply acl(Call call, Caller caller) {
    Xml xml = new Xml();
    xml.in(
        "AccessControlPolicy",
        S3Service.NAMESPACE,
        () -> {
          xml.in("Owner", () -> xml.text("ID", buckets.owner()));
          xml.raw(
              "<AccessControlList><Grant><Grantee"
                  + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                  + " xsi:type=\"CanonicalUser\"><ID>"
                  + buckets.owner()
                  + "</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList>");
        });
    return S3Buckets.xml(xml);
  }

  private static AwsRefusal missing(Setting setting) {
    return switch (setting) {
      case ENCRYPTION ->
          new AwsRefusal(
              404,
              "ServerSideEncryptionConfigurationNotFoundError",
              "The server side encryption configuration was not found");
      case LIFECYCLE ->
          new AwsRefusal(
              404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");
      case POLICY -> new AwsRefusal(404, "NoSuchBucketPolicy", "The bucket policy does not exist");
      case OWNERSHIP ->
          new AwsRefusal(
              404,
              "OwnershipControlsNotFoundError",
              "The bucket ownership controls were not found");
      case VERSIONING ->
          throw new IllegalStateException("every bucket has a versioning configuration");
      case PUBLIC_ACCESS_BLOCK ->
          new AwsRefusal(
              404,
              "NoSuchPublicAccessBlockConfiguration",
              "The public access block configuration was not found");
    };
  }
}
