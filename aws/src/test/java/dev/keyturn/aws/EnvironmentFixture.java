package dev.keyturn.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.utils.internal.SystemSettingUtilsTestBackdoor;

/** A replaced environment for the SDK, with its own config file and no instance metadata. */
public final class EnvironmentFixture implements AutoCloseable {
  private final Path config;

  public EnvironmentFixture(Path folder) throws IOException {
    this.config = Files.writeString(folder.resolve("config"), "");
    with("AWS_CONFIG_FILE", config.toString());
    with("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("credentials").toString());
    with("AWS_EC2_METADATA_DISABLED", "true");
    with("AWS_CA_BUNDLE", "");
  }

  public EnvironmentFixture with(String name, String value) {
    SystemSettingUtilsTestBackdoor.addEnvironmentVariableOverride(name, value);
    return this;
  }

  public EnvironmentFixture config(String text) throws IOException {
    Files.writeString(config, text);
    return this;
  }

  @Override
  public void close() {
    SystemSettingUtilsTestBackdoor.clearEnvironmentVariableOverrides();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("aws."))
        .forEach(System::clearProperty);
  }
}
