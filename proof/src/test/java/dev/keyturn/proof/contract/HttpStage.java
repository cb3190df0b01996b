package dev.keyturn.proof.contract;

import dev.keyturn.aws.Aws;
import dev.keyturn.aws.client.StandIn;
import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.Ports;
import dev.keyturn.proof.Given;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.ToLongFunction;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** An account over HTTP, set up by plain calls of the SDK. */
final class HttpStage implements Stage {
  private final StandIn standIn;
  private final ToLongFunction<String> mails;
  private final BiPredicate<String, String> suppression;
  private final BiPredicate<Integer, Integer> quota;
  private final Aws aws;
  private final IamClient iam;
  private final S3Client s3;
  private final Map<KeyId, String> secrets = new HashMap<>();
  private final List<Aws> others = new ArrayList<>();
  private int users;

  /**
   * A stage on an account with a bucket and a sender.
   *
   * @param mails the number of mails that an address received
   * @param suppression puts an address on SES's suppression list for a reason; returns whether
   *     there is such a list
   * @param quota as {@link Stage#quota}
   */
  HttpStage(
      StandIn standIn,
      ToLongFunction<String> mails,
      BiPredicate<String, String> suppression,
      BiPredicate<Integer, Integer> quota) {
    this.quota = quota;
    this.standIn = standIn;
    this.mails = mails;
    this.suppression = suppression;
    this.aws =
        Aws.connect(Given.settings(BUCKET, SENDER, standIn.region()), Given.runtime(), standIn);
    StaticCredentialsProvider credentials =
        credentials(standIn.accessKeyId(), standIn.secretAccessKey());
    this.iam =
        IamClient.builder()
            .endpointOverride(standIn.endpoint())
            .region(Region.of(standIn.region()))
            .credentialsProvider(credentials)
            .build();
    this.s3 =
        S3Client.builder()
            .endpointOverride(standIn.endpoint())
            .region(Region.of(standIn.region()))
            .credentialsProvider(credentials)
            .build();
    s3.createBucket(request -> request.bucket(BUCKET));
  }

  static StaticCredentialsProvider credentials(String id, String secret) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
  }

  @Override
  public Ports ports() {
    return aws.ports();
  }

  @Override
  public Ports portsUnder(String policyDocument) {
    UserName user = user(Map.of());
    iam.putUserPolicy(
        request ->
            request.userName(user.value()).policyName("policy").policyDocument(policyDocument));
    KeyId key = key(user);
    Aws own =
        Aws.connect(
            Given.settings(BUCKET, SENDER, standIn.region()),
            Given.runtime(),
            new StandIn(
                standIn.endpoint(),
                standIn.region(),
                key.value(),
                secrets.getOrDefault(key, "unknown")));
    others.add(own);
    return own.ports();
  }

  @Override
  public void alias(String alias) {
    iam.createAccountAlias(request -> request.accountAlias(alias));
  }

  @Override
  public UserName user(Map<String, String> tags) {
    return user("user" + ++users, tags);
  }

  @Override
  public UserName user(String name, Map<String, String> tags) {
    iam.createUser(
        request ->
            request
                .userName(name)
                .tags(
                    tags.entrySet().stream()
                        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                        .toList()));
    return new UserName(name);
  }

  @Override
  public KeyId key(UserName user) {
    AccessKey made = iam.createAccessKey(request -> request.userName(user.value())).accessKey();
    KeyId id = new KeyId(made.accessKeyId());
    secrets.put(id, made.secretAccessKey());
    return id;
  }

  @Override
  public void use(UserName user, KeyId key) {
    try (StsClient sts =
        StsClient.builder()
            .endpointOverride(standIn.endpoint())
            .region(Region.of(standIn.region()))
            .credentialsProvider(credentials(key.value(), secrets.getOrDefault(key, "unknown")))
            .build()) {
      sts.getCallerIdentity();
    }
  }

  @Override
  public String object(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asUtf8String();
  }

  @Override
  public boolean suppress(String address, String reason) {
    return suppression.test(address, reason);
  }

  @Override
  public boolean quota(int left, int perSecond) {
    return quota.test(left, perSecond);
  }

  @Override
  public boolean policy(UserName user, String document) {
    iam.putUserPolicy(
        request -> request.userName(user.value()).policyName("own").policyDocument(document));
    String arn = iam.getUser(request -> request.userName(user.value())).user().arn();
    try {
      iam.simulatePrincipalPolicy(
          request -> request.policySourceArn(arn).actionNames("s3:GetObject"));
      return true;
    } catch (IamException e) {
      return false;
    }
  }

  @Override
  public long mailsTo(String address) {
    return mails.applyAsLong(address);
  }

  @Override
  public void close() {
    iam.close();
    s3.close();
    aws.close();
    others.forEach(Aws::close);
  }
}
