package dev.keyturn.cli.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that something is mounted on, such as the one of {@code docker run -v
 * ~/.aws/credentials:...}: they can be written to but not replaced (rename fails with EBUSY). Linux
 * lists them in {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)); other systems mount no single
 * files.
 */
final class MountPoints {
  private static final Path LIST = Path.of("/proc/self/mountinfo");

  /** The index of a field; the fields are id, parent's id, device, root in it, mount point. */
  private static final int MOUNT_POINT = 4;

  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");
  private static final int RADIX = 8;

  private MountPoints() {}

  /**
   * Whether something is mounted on it.
   *
   * @param path without links
   */
  static boolean has(Path path) throws IOException {
    return Files.isReadable(LIST) && has(Files.readAllLines(LIST, ISO_8859_1), path);
  }

  static boolean has(List<String> mounts, Path path) {
    return mounts.stream()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > MOUNT_POINT)
        .anyMatch(fields -> plain(fields[MOUNT_POINT]).equals(path.toString()));
  }

  /** Blanks and backslashes are written as octal numbers. */
  private static String plain(String field) {
    String bytes =
        OCTAL
            .matcher(field)
            .replaceAll(
                octal ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(octal.group(1), RADIX))));
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }
}
