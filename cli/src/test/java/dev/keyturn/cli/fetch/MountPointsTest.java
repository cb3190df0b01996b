package dev.keyturn.cli.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MountPointsTest {
  /** As a container that was given a credentials file lists its mounts. */
  private static final List<String> MOUNTS =
      List.of(
          "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard",
          "42 27 254:0 /home/zoe/.aws/credentials /root/.aws/credentials rw - ext4 /dev/vda rw",
          "43 27 254:0 /x /home/b\\040c\\134d/\303\251 ro - ext4 /dev/vda rw",
          "too short");

  @Test
  void aFileThatIsMountedByItselfIsFound() {
    assertThat(MountPoints.has(MOUNTS, Path.of("/root/.aws/credentials"))).isTrue();
    assertThat(MountPoints.has(MOUNTS, Path.of("/home/b c\\d/\u00e9"))).isTrue();
  }

  @Test
  void whatLiesBelowOrAboveAMountPointIsNone() {
    assertThat(MountPoints.has(MOUNTS, Path.of("/root/.aws"))).isFalse();
    assertThat(MountPoints.has(MOUNTS, Path.of("/root/.aws/credentials/x"))).isFalse();
    assertThat(MountPoints.has(MOUNTS, Path.of("/home/zoe/.aws/credentials"))).isFalse();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thisMachinesOwnListIsRead() throws IOException {
    assertThat(MountPoints.has(Path.of("/proc"))).isTrue();
    assertThat(MountPoints.has(Path.of("/proc/version"))).isFalse();
  }
}
