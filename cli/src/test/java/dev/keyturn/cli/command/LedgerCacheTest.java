package dev.keyturn.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.port.PortFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger in the user's cache directory: kept for its owner alone, and believed only then. */
class LedgerCacheTest {
  private static final String ACCOUNT = "123456789012";

  @TempDir private Path folder;

  private LedgerCache cache() {
    return new LedgerCache(Map.of("XDG_CACHE_HOME", folder.toString()));
  }

  private Path file() {
    return folder.resolve("keyturn").resolve("ledger-" + ACCOUNT + ".txt");
  }

  @Test
  void whatWasKeptIsReadAgainForThatAccountAlone() {
    assertThat(cache().read(ACCOUNT)).isEmpty();
    cache().write(ACCOUNT, "first");
    cache().write(ACCOUNT, "second");
    assertThat(cache().read(ACCOUNT)).contains("second");
    assertThat(cache().read("999999999999")).isEmpty();
  }

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    cache().write(ACCOUNT, "text");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void oneThatOthersCouldWriteIsIgnored() throws IOException {
    for (String permissions : new String[] {"rw--w----", "rw-----w-"}) {
      cache().write(ACCOUNT, "text");
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
      assertThat(cache().read(ACCOUNT)).as(permissions).isEmpty();
    }
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    assertThat(cache().read(ACCOUNT)).contains("text");
    Files.setPosixFilePermissions(file().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(cache().read(ACCOUNT)).isEmpty();
    assertThatThrownBy(() -> cache().write(ACCOUNT, "other"))
        .isInstanceOf(PortFailure.class)
        .hasMessageContaining("others may write");
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    cache().write(ACCOUNT, "text");
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "theirs");
    Files.delete(file());
    Files.createSymbolicLink(file(), elsewhere);
    assertThat(cache().read(ACCOUNT)).isEmpty();
  }

  @Test
  void withoutAnAbsoluteCacheDirectoryItIsBelowHome() {
    new LedgerCache(Map.of("XDG_CACHE_HOME", "relative", "HOME", folder.toString()))
        .write(ACCOUNT, "text");
    assertThat(folder.resolve(".cache/keyturn/ledger-" + ACCOUNT + ".txt")).hasContent("text");
  }

  @Test
  void withoutAHomeNothingIsKept() {
    LedgerCache none = new LedgerCache(Map.of());
    none.write(ACCOUNT, "text");
    assertThat(none.read(ACCOUNT)).isEmpty();
  }
}
