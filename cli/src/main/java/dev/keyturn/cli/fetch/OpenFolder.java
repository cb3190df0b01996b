package dev.keyturn.cli.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder that was opened once. Where the system can (Linux, macOS), its files are then named
 * relative to the open folder, so that nothing done to its path meanwhile leads elsewhere; on
 * Windows they are named by path. No link is followed in either case.
 */
final class OpenFolder implements Closeable {
  private final Path path;
  private final DirectoryStream<Path> stream;

  @SuppressWarnings("StreamResourceLeak") // close() closes it
  private OpenFolder(Path path) throws IOException {
    this.path = path;
    this.stream = Files.newDirectoryStream(path);
  }

  static OpenFolder at(Path path) throws IOException {
    return new OpenFolder(path);
  }

  SeekableByteChannel open(Path name, Set<? extends OpenOption> how, FileAttribute<?>... attributes)
      throws IOException {
    Set<OpenOption> options = new HashSet<>(how);
    options.add(LinkOption.NOFOLLOW_LINKS);
    return stream instanceof SecureDirectoryStream<Path> secure
        ? secure.newByteChannel(name, options, attributes)
        : Files.newByteChannel(path.resolve(name), options, attributes);
  }

  /** A view of a file's attributes, or null if the system has no such view. */
  <V extends FileAttributeView> @Nullable V view(Path name, Class<V> type) {
    return stream instanceof SecureDirectoryStream<Path> secure
        ? secure.getFileAttributeView(name, type, LinkOption.NOFOLLOW_LINKS)
        : Files.getFileAttributeView(path.resolve(name), type, LinkOption.NOFOLLOW_LINKS);
  }

  void delete(Path name) throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      secure.deleteFile(name);
    } else {
      Files.delete(path.resolve(name));
    }
  }

  /** Gives a file another one's name, in one step. */
  void rename(Path from, Path to) throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      secure.move(from, secure, to);
    } else {
      Files.move(
          path.resolve(from),
          path.resolve(to),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
