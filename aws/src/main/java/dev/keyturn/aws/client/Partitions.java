package dev.keyturn.aws.client;

import software.amazon.awssdk.regions.GeneratedPartitionMetadataProvider;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.PartitionMetadataProvider;
import software.amazon.awssdk.regions.Region;

/**
 * The SDK's partitions by region, as from {@link PartitionMetadata#of(Region)}, which also loads
 * the metadata of all regions and services: 360 classes at each start.
 */
public final class Partitions {
  private static final PartitionMetadataProvider PROVIDER =
      new GeneratedPartitionMetadataProvider();

  private Partitions() {}

  /** The partition of the region; {@code aws} if no partition claims it. */
  public static PartitionMetadata of(Region region) {
    return PROVIDER.partitionMetadata(region);
  }
}
