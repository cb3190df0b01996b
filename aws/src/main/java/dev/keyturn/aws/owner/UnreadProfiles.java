package dev.keyturn.aws.owner;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * Keeps the SDK from reading the owner's files. Its client builders read them for their defaults,
 * also where a client is given another profile file, and refuse files that the AWS CLI reads.
 */
final class UnreadProfiles {
  private static final String NO_FILE =
      Path.of(System.getProperty("java.home", ""), "no-profiles").toString();

  private UnreadProfiles() {}

  /** Builds clients; the system properties are as before afterwards. */
  static <T> T during(Supplier<T> clients) {
    Map<String, String> before = new HashMap<>();
    for (ProfileFileSystemSetting file :
        new ProfileFileSystemSetting[] {
          ProfileFileSystemSetting.AWS_CONFIG_FILE,
          ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE
        }) {
      String name = file.property();
      String value = System.getProperty(name);
      if (value != null) {
        before.put(name, value);
      }
      System.setProperty(name, NO_FILE);
    }
    try {
      return clients.get();
    } finally {
      System.clearProperty(ProfileFileSystemSetting.AWS_CONFIG_FILE.property());
      System.clearProperty(ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE.property());
      before.forEach(System::setProperty);
    }
  }
}
