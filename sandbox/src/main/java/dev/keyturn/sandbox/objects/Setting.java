package dev.keyturn.sandbox.objects;

/** The bucket settings that are kept as the documents that were put, and what a new bucket has. */
public enum Setting {
  /**
   * New objects are encrypted with SSE-S3 unless told otherwise
   * (docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html).
   */
  ENCRYPTION(
      "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
          + "</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule>"
          + "</ServerSideEncryptionConfiguration>"),
  LIFECYCLE(""),
  POLICY(""),
  /**
   * On for new buckets since April 2023
   * (docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
   */
  PUBLIC_ACCESS_BLOCK(
      "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>"
          + "<BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets>"
          + "</PublicAccessBlockConfiguration>"),
  /**
   * Access control lists are off for new buckets since April 2023
   * (docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html).
   */
  OWNERSHIP(
      "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>"),
  /** Kept, and no more: there is one version of each object here. */
  VERSIONING("<VersioningConfiguration/>");

  private final String atFirst;

  Setting(String atFirst) {
    this.atFirst = atFirst;
  }

  /** The document that a new bucket has, or nothing. */
  public String atFirst() {
    return atFirst;
  }
}
