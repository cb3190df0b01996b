package dev.keyturn.cli.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a file atomically: a reader or a crash never sees half of it. Before that, its old
 * content is stored in a file beside it that only the user may read. The folder is opened once; no
 * later step uses a path or follows a link.
 */
final class InPlace {
  /** More backups than a user makes in a second. */
  private static final int MOST_BACKUPS = 100;

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final Set<PosixFilePermission> READ_BY_OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private final Path path;
  private final OpenFolder folder;

  private InPlace(Path path, OpenFolder folder) {
    this.path = path;
    this.folder = folder;
  }

  /**
   * Replaces the file; mode and group stay.
   *
   * @param path not a link
   * @param before the expected content; if it differs, nothing is done
   * @param stamp the end of the backup's name, a time
   * @return the backup
   * @throws IOException if nothing was changed, and no file is left behind
   */
  static Path replace(Path path, byte[] before, byte[] after, String stamp) throws IOException {
    try (OpenFolder folder = OpenFolder.at(folderOf(path))) {
      return new InPlace(path, folder).replace(before, after, stamp);
    }
  }

  /**
   * Does everything except the change, to check before the new key is used that the change is
   * possible: that the file belongs to this user, is not a mount point, and can have another file
   * beside it.
   *
   * @throws IOException if it cannot; no file is left behind
   */
  static void rehearse(Path path, String stamp) throws IOException {
    if (MountPoints.has(path)) {
      throw new FileSystemException(
          path.toString(),
          null,
          "it is mounted there by itself, as into a container, and can only be replaced where it"
              + " was mounted from");
    }
    try (OpenFolder folder = OpenFolder.at(folderOf(path))) {
      InPlace place = new InPlace(path, folder);
      Path fresh = place.beside(".keyturn-" + stamp);
      place.write(fresh, new byte[0]);
      try {
        place.asOwned(fresh);
      } finally {
        folder.delete(fresh);
      }
    }
  }

  /** Whether users other than its owner can read it, by its mode. */
  static boolean isOpenToOthers(Path path) throws IOException {
    try (OpenFolder folder = OpenFolder.at(folderOf(path))) {
      @Nullable PosixFileAttributeView view =
          folder.view(path.getFileName(), PosixFileAttributeView.class);
      return view != null
          && view.readAttributes().permissions().stream().anyMatch(READ_BY_OTHERS::contains);
    }
  }

  private static Path folderOf(Path path) {
    return Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(Path.of("."));
  }

  private Path replace(byte[] before, byte[] after, String stamp) throws IOException {
    Path backup = kept(before, stamp);
    Path fresh = beside(".keyturn-" + stamp);
    try {
      write(fresh, after);
      try {
        asOwned(fresh);
        if (!Arrays.equals(read(path.getFileName()), before)) {
          throw new FileSystemException(
              path.toString(), null, "another program has changed it in the meantime");
        }
        folder.rename(fresh, path.getFileName());
        return path.resolveSibling(backup);
      } catch (IOException e) {
        folder.delete(fresh);
        throw e;
      }
    } catch (IOException e) {
      folder.delete(backup);
      throw e;
    }
  }

  private Path beside(String ending) {
    return path.getFileSystem().getPath(path.getFileName() + ending);
  }

  private Path kept(byte[] bytes, String stamp) throws IOException {
    for (int number = 1; number <= MOST_BACKUPS; number++) {
      Path backup = beside(".bak-" + stamp + (number == 1 ? "" : "-" + number));
      try {
        write(backup, bytes);
        return backup;
      } catch (FileAlreadyExistsException _) {
        // A backup of the same second; do not overwrite it.
      }
    }
    throw new FileAlreadyExistsException(path + ".bak-" + stamp);
  }

  private void write(Path name, byte[] bytes) throws IOException {
    try (SeekableByteChannel channel = folder.open(name, NEW, forTheUserAlone())) {
      try {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        if (channel instanceof FileChannel file) {
          file.force(true);
        }
      } catch (IOException e) {
        folder.delete(name);
        throw e;
      }
    }
  }

  private byte[] read(Path name) throws IOException {
    try (InputStream input =
        Channels.newInputStream(folder.open(name, Set.of(StandardOpenOption.READ)))) {
      return input.readAllBytes();
    }
  }

  /** Mode 0600; on Windows, the permissions inherited from the home folder. */
  private FileAttribute<?>[] forTheUserAlone() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** A program of another user may read the file by its group. */
  private void asOwned(Path fresh) throws IOException {
    @Nullable PosixFileAttributeView old =
        folder.view(path.getFileName(), PosixFileAttributeView.class);
    @Nullable PosixFileAttributeView view = folder.view(fresh, PosixFileAttributeView.class);
    if (old == null || view == null) {
      return;
    }
    PosixFileAttributes wanted = old.readAttributes();
    PosixFileAttributes found = view.readAttributes();
    if (!found.owner().equals(wanted.owner())) {
      throw new FileSystemException(
          path.toString(),
          null,
          "it belongs to %s, and this runs as %s; run it as that user"
              .formatted(wanted.owner().getName(), found.owner().getName()));
    }
    if (!found.group().equals(wanted.group())) {
      view.setGroup(wanted.group());
    }
    view.setPermissions(wanted.permissions());
  }
}
