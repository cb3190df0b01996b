package dev.keyturn.sandbox.service.s3;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Bytes;
import dev.keyturn.sandbox.http.Percent;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Xml;
import dev.keyturn.sandbox.http.XmlTree;
import dev.keyturn.sandbox.objects.Buckets;
import dev.keyturn.sandbox.objects.Listing;
import dev.keyturn.sandbox.service.Call;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.s3.S3Service.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;

/** S3's actions on buckets and what is in them. */
final class S3Buckets {
  private static final int MOST_KEYS = 1000;

  private final Buckets buckets;

  private S3Buckets(Buckets buckets) {
    this.buckets = buckets;
  }

  static Map<String, Operation> of(Buckets buckets) {
    S3Buckets actions = new S3Buckets(buckets);
    return Map.of(
        "GET account", new Operation("ListBuckets", "s3:ListAllMyBuckets", actions::listBuckets),
        "PUT bucket", new Operation("CreateBucket", "s3:CreateBucket", actions::create),
        "HEAD bucket", new Operation("HeadBucket", "s3:ListBucket", actions::head),
        "DELETE bucket", new Operation("DeleteBucket", "s3:DeleteBucket", actions::delete),
        "GET bucket location",
            new Operation("GetBucketLocation", "s3:GetBucketLocation", actions::location),
        "GET bucket list-type", new Operation("ListObjectsV2", "s3:ListBucket", actions::list),
        "POST bucket delete",
            new Operation("DeleteObjects", "s3:DeleteObject", actions::deleteObjects));
  }

  private Reply listBuckets(Call call, Caller caller) {
    Xml xml = new Xml();
    xml.in(
        "ListAllMyBucketsResult",
        S3Service.NAMESPACE,
        () -> {
          xml.in("Owner", () -> xml.text("ID", buckets.owner()));
          xml.in("Buckets", () -> buckets.list().forEach(bucket -> summary(xml, bucket)));
        });
    return xml(xml);
  }

  private static void summary(Xml xml, Buckets.Summary bucket) {
    xml.in(
        "Bucket",
        () ->
            xml.text("Name", bucket.name())
                .text("CreationDate", bucket.created())
                .text("BucketRegion", bucket.region()));
  }

  /**
   * Outside us-east-1 the body has to name the region (AmazonS3/latest/API/API_CreateBucket.html).
   */
  private Reply create(Call call, Caller caller) {
    Bytes body = call.request().body();
    String region =
        body.length() == 0
            ? "us-east-1"
            : XmlTree.read(body).text("LocationConstraint").orElse("us-east-1");
    if (!region.equals(caller.region())) {
      throw new AwsRefusal(
          400,
          "IllegalLocationConstraintException",
          "The "
              + (region.equals("us-east-1") ? "unspecified" : region)
              + " location constraint is incompatible for the region specific endpoint this request"
              + " was sent to.");
    }
    buckets.create(call.parameter("Bucket"), region);
    return Reply.empty(200).with("Location", "/" + call.parameter("Bucket"));
  }

  private Reply head(Call call, Caller caller) {
    return Reply.empty(200)
        .with("x-amz-bucket-region", buckets.get(call.parameter("Bucket")).region());
  }

  private Reply delete(Call call, Caller caller) {
    buckets.delete(call.parameter("Bucket"));
    return Reply.empty(204);
  }

  /** "Buckets in Region us-east-1 have a LocationConstraint of null." */
  private Reply location(Call call, Caller caller) {
    String region = buckets.get(call.parameter("Bucket")).region();
    Xml xml = new Xml();
    xml.in(
        "LocationConstraint",
        S3Service.NAMESPACE,
        () -> xml.raw(region.equals("us-east-1") ? "" : region));
    return xml(xml);
  }

  private Reply list(Call call, Caller caller) {
    int most = maxKeys(call);
    String token = call.parameter("continuation-token");
    String after = token.isEmpty() ? call.parameter("start-after") : decoded(token);
    Listing listing =
        buckets.list(
            call.parameter("Bucket"),
            new Listing.Query(call.parameter("prefix"), call.parameter("delimiter"), after, most));
    boolean url = call.parameter("encoding-type").equals("url");
    UnaryOperator<String> encode = url ? Percent::encodePath : text -> text;
    Xml xml = new Xml();
    xml.in(
        "ListBucketResult",
        S3Service.NAMESPACE,
        () -> {
          xml.text("Name", call.parameter("Bucket"));
          xml.text("Prefix", encode.apply(call.parameter("prefix")));
          xml.text("MaxKeys", most);
          xml.text("KeyCount", listing.objects().size() + listing.prefixes().size());
          xml.text("IsTruncated", listing.next().isPresent());
          echo(xml, "Delimiter", encode.apply(call.parameter("delimiter")));
          echo(xml, "EncodingType", call.parameter("encoding-type"));
          echo(xml, "ContinuationToken", token);
          echo(xml, "StartAfter", encode.apply(call.parameter("start-after")));
          listing.next().ifPresent(next -> xml.text("NextContinuationToken", encoded(next)));
          listing
              .objects()
              .forEach(
                  object ->
                      xml.in(
                          "Contents",
                          () ->
                              xml.text("Key", encode.apply(object.key()))
                                  .text("LastModified", object.modified())
                                  .text("ETag", object.eTag())
                                  .text("Size", object.content().length())
                                  .text("StorageClass", "STANDARD")));
          listing
              .prefixes()
              .forEach(
                  prefix ->
                      xml.in("CommonPrefixes", () -> xml.text("Prefix", encode.apply(prefix))));
        });
    return xml(xml);
  }

  private Reply deleteObjects(Call call, Caller caller) {
    XmlTree wanted = XmlTree.read(call.request().body());
    boolean quiet = wanted.text("Quiet").filter("true"::equals).isPresent();
    Xml xml = new Xml();
    xml.in(
        "DeleteResult",
        S3Service.NAMESPACE,
        () -> {
          for (XmlTree object : wanted.all("Object")) {
            String key = object.text("Key").orElse("");
            buckets.delete(call.parameter("Bucket"), key);
            if (!quiet) {
              xml.in("Deleted", () -> xml.text("Key", key));
            }
          }
        });
    return xml(xml);
  }

  private static int maxKeys(Call call) {
    String wanted = call.parameter("max-keys");
    if (wanted.isEmpty()) {
      return MOST_KEYS;
    }
    if (!wanted.matches("\\d{1,9}")) {
      throw new AwsRefusal(
          400, "InvalidArgument", "Provided max-keys not an integer or within integer range");
    }
    return Math.min(MOST_KEYS, Integer.parseInt(wanted));
  }

  private static void echo(Xml xml, String name, String value) {
    if (!value.isEmpty()) {
      xml.text(name, value);
    }
  }

  private static String encoded(String last) {
    return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AwsRefusal(400, "InvalidArgument", "The continuation token provided is incorrect");
    }
  }

  static Reply xml(Xml xml) {
    return Reply.of(200, "application/xml", xml.toString());
  }
}
