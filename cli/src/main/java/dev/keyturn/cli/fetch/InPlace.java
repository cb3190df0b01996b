package dev.keyturn.cli.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a file in one step, so that no reader ever sees half of it and a machine that stops
 * leaves the old one or the new one. Before that, what it held is kept in a file beside it that the
 * user alone may read.
 */
final class InPlace {
  /** More than anybody makes in a second. */
  private static final int MOST_BACKUPS = 100;

  private InPlace() {}

  /**
   * Replaces it; mode, owner and group stay.
   *
   * @param path not a link
   * @param before what it has to hold still, or nothing is done
   * @param stamp the end of the backup's name, a time
   * @return the backup
   * @throws IOException if nothing was changed, and no file is left behind
   */
  static Path replace(Path path, byte[] before, byte[] after, String stamp) throws IOException {
    Path backup = kept(path, before, stamp);
    Path fresh = path.resolveSibling(path.getFileName() + ".keyturn-" + stamp);
    try {
      write(fresh, after);
      asOwned(path, fresh);
      if (!Arrays.equals(Files.readAllBytes(path), before)) {
        throw new FileSystemException(
            path.toString(), null, "another program has changed it in the meantime");
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return backup;
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(backup);
      throw e;
    }
  }

  private static Path kept(Path path, byte[] bytes, String stamp) throws IOException {
    for (int number = 1; number <= MOST_BACKUPS; number++) {
      Path backup =
          path.resolveSibling(
              path.getFileName() + ".bak-" + stamp + (number == 1 ? "" : "-" + number));
      try {
        write(backup, bytes);
        return backup;
      } catch (FileAlreadyExistsException _) {
        // One of the same second; it is not ours to write over.
      }
    }
    throw new FileAlreadyExistsException(path + ".bak-" + stamp);
  }

  private static void write(Path path, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            forTheUserAlone(path))) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /** Mode 0600; on Windows, what a home folder hands down to its files. */
  private static FileAttribute<?>[] forTheUserAlone(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Somebody else's program may read the file by its group; root may do this for another user. */
  private static void asOwned(Path like, Path path) throws IOException {
    @Nullable PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    PosixFileAttributes wanted = Files.readAttributes(like, PosixFileAttributes.class);
    PosixFileAttributes found = view.readAttributes();
    if (!found.owner().equals(wanted.owner())) {
      view.setOwner(wanted.owner());
    }
    if (!found.group().equals(wanted.group())) {
      view.setGroup(wanted.group());
    }
    view.setPermissions(wanted.permissions());
  }

  /** What went wrong with a file, in words. */
  static String words(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case FileAlreadyExistsException there -> "there is a " + there.getFile() + " already";
      case AtomicMoveNotSupportedException move ->
          "it cannot be replaced in one step: " + move.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
