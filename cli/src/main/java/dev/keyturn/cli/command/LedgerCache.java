package dev.keyturn.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.cli.fetch.FileWords;
import dev.keyturn.port.PortFailure;
import dev.keyturn.run.LocalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ledger of plans in the user's cache directory (XDG Base Directory Specification): a second
 * plan is as cheap as a run that finds the ledger in the bucket, and nothing is written to AWS. A
 * file that another user could have written is ignored, and so is every file on systems without
 * POSIX permissions, such as Windows.
 */
final class LedgerCache implements LocalText {
  private static final long LONGEST = 16_000_000;
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Optional<Path> folder;

  /** The one of an environment; none where it names neither cache directory nor home. */
  LedgerCache(Map<String, String> environment) {
    this.folder =
        absolute(environment.getOrDefault("XDG_CACHE_HOME", ""))
            .or(
                () ->
                    absolute(environment.getOrDefault("HOME", ""))
                        .map(home -> home.resolve(".cache")))
            .map(cache -> cache.resolve("keyturn"));
  }

  private static Optional<Path> absolute(String path) {
    return Optional.of(path)
        .filter(named -> !named.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  @Override
  public Optional<String> read(String account) {
    try {
      if (folder.isEmpty()) {
        return Optional.empty();
      }
      Path file = file(folder.get(), account);
      return ownersAlone(folder.get()) && ownersAlone(file) && Files.size(file) <= LONGEST
          ? Optional.of(Files.readString(file, UTF_8))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException _) {
      return Optional.empty();
    }
  }

  /** Whether it belongs to the user of this process, and no other one may write to it. */
  private static boolean ownersAlone(Path path) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> others = EnumSet.copyOf(OTHERS_WRITE);
    others.retainAll(found.permissions());
    return others.isEmpty()
        && !found.isSymbolicLink()
        && found.owner().getName().equals(System.getProperty("user.name"));
  }

  @Override
  public void write(String account, String text) {
    if (folder.isEmpty()) {
      return;
    }
    Path home = folder.get();
    try {
      if (!Files.exists(home)) {
        Files.createDirectories(
            home,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (!ownersAlone(home)) {
        throw new PortFailure(
            PortFailure.Kind.REFUSED, "others may write to %s, so it is not used".formatted(home));
      }
      // Readable to its owner alone: it holds the names of users and the ids of their keys.
      Path fresh = Files.createTempFile(home, ".ledger", ".txt");
      try {
        Files.writeString(fresh, text, UTF_8);
        Files.move(
            fresh,
            file(home, account),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new PortFailure(
          PortFailure.Kind.REFUSED, "%s cannot be written: %s".formatted(home, FileWords.of(e)));
    } catch (UnsupportedOperationException _) {
      // Files have no permissions here, so nothing is kept.
    }
  }

  private static Path file(Path folder, String account) {
    return folder.resolve("ledger-" + account + ".txt");
  }
}
