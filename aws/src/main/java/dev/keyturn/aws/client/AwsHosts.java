package dev.keyturn.aws.client;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** Recognizes AWS's own hosts by the SDK's list of partitions. */
public final class AwsHosts {
  private static final Set<String> SUFFIXES =
      Region.regions().stream()
          .map(Partitions::of)
          .distinct()
          .flatMap(AwsHosts::suffixes)
          .collect(Collectors.toUnmodifiableSet());

  private AwsHosts() {}

  /** The suffixes of all kinds of endpoints; a partition may lack some. */
  private static Stream<String> suffixes(PartitionMetadata partition) {
    return Stream.of(
            PartitionEndpointKey.builder().build(),
            key(EndpointTag.FIPS),
            key(EndpointTag.DUALSTACK),
            key(EndpointTag.DUALSTACK, EndpointTag.FIPS))
        .map(partition::dnsSuffix)
        .filter(Objects::nonNull);
  }

  private static PartitionEndpointKey key(EndpointTag... tags) {
    return PartitionEndpointKey.builder().tags(tags).build();
  }

  static boolean contain(String host) {
    return SUFFIXES.stream().anyMatch(suffix -> host.endsWith("." + suffix));
  }
}
