package dev.keyturn.aws;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.utils.SystemSetting;

/** Chooses the region. */
final class Regions {
  /** Read by the AWS CLI, but not by the SDK. */
  private static final String OF_THE_CLI = "AWS_DEFAULT_REGION";

  private Regions() {}

  /**
   * The region of the command line, the environment or the profile, in this order; {@code
   * AWS_DEFAULT_REGION} if none of these names one.
   */
  static Optional<Region> of(Selection selection, String profile) {
    return selection
        .region()
        .map(Region::of)
        .map(Regions::forTheSdk)
        .or(() -> bySdk(profile))
        .or(() -> ofTheCli().map(Regions::forTheSdk));
  }

  /** Sets the region for the clients that the SDK creates for itself, to assume a role. */
  static Region forTheSdk(Region region) {
    System.setProperty(SdkSystemSetting.AWS_REGION.property(), region.id());
    return region;
  }

  private static Optional<Region> bySdk(String profile) {
    try {
      Supplier<ProfileFile> files = ProfileFile::defaultProfileFile;
      return Optional.of(
          DefaultAwsRegionProviderChain.builder()
              .profileFile(files)
              .profileName(profile)
              .build()
              .getRegion());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }

  private static Optional<Region> ofTheCli() {
    return SystemSetting.getStringValueFromEnvironmentVariable(OF_THE_CLI)
        .filter(value -> !value.isBlank())
        .map(Region::of);
  }
}
