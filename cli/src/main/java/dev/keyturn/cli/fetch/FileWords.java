package dev.keyturn.cli.fetch;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Failures of files in words. */
public final class FileWords {
  private FileWords() {}

  /** Why a file cannot be read or written. */
  public static String of(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case FileAlreadyExistsException there -> "there is a " + there.getFile() + " already";
      case AtomicMoveNotSupportedException move ->
          "it cannot be replaced in one step: " + move.getReason();
      case FileSystemException other when other.getReason() != null ->
          String.valueOf(other.getReason());
      case CharacterCodingException _ -> "it is not text in UTF-8";
      default -> String.valueOf(e.getMessage());
    };
  }
}
