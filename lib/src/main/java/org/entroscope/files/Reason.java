package org.entroscope.files;

import com.fasterxml.jackson.core.JacksonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Pattern;

/**
 * Explains why a file could not be read or written, for a message that names the file itself. Many
 * of Java's exceptions have only the path as their message, or no message.
 */
public final class Reason {

  private static final int LONGEST = 300;
  private static final int LONGEST_MESSAGE = 480;

  /** A clause in a library's message that prints a null reference. */
  private static final Pattern NULL_CLAUSE =
      Pattern.compile("(?s)[:!;.] (?:(?![:!;.] ).)*\\bnull\\b.*|^.*\\bnull\\b.*");

  private Reason() {}

  /** Returns the reason as one line of at most {@value #LONGEST} characters; never empty. */
  public static String of(Throwable failure) {
    if (failure instanceof UncheckedIOException && failure.getCause() != null) {
      return of(failure.getCause());
    }
    String known = known(failure);
    return known != null ? known : ownWords(failure);
  }

  private static String known(Throwable failure) {
    if (failure instanceof FileSystemException file) {
      if (file.getReason() != null) {
        return shortened(file.getReason());
      } else if (failure instanceof NoSuchFileException) {
        return "it does not exist";
      } else if (failure instanceof AccessDeniedException) {
        return "permission denied";
      } else if (failure instanceof NotDirectoryException) {
        return "it is not a folder";
      } else if (failure instanceof FileAlreadyExistsException) {
        return "a file of that name exists already";
      }
    } else if (failure instanceof MalformedInputException) {
      return "it is not text in UTF-8";
    } else if (failure instanceof EOFException) {
      return "it ends too early";
    }
    return null;
  }

  private static String ownWords(Throwable failure) {
    String message = failure.getMessage();
    if (failure instanceof JacksonException json) {
      message = json.getOriginalMessage().replaceFirst("(?s): was expecting .*", "");
    } else if (message != null) {
      message = NULL_CLAUSE.matcher(message).replaceFirst("");
    }
    // Java describes a null pointer in terms of its own code, which does not help a reader
    boolean silent =
        message == null || message.isBlank() || failure instanceof NullPointerException;
    return silent ? "unexpected " + failure.getClass().getSimpleName() : shortened(message);
  }

  private static String shortened(String message) {
    return limited(message.strip().lines().findFirst().orElse(""), LONGEST);
  }

  /** Shortens a message, which may quote a file, to {@value #LONGEST_MESSAGE} characters. */
  public static String limited(String message) {
    return limited(message, LONGEST_MESSAGE);
  }

  /** Shortens a text to a number of characters; a shortened text ends in "...". */
  public static String limited(String text, int characters) {
    return text.length() <= characters ? text : text.substring(0, characters - 3) + "...";
  }

  /** Returns the reason, preceded by the file's path if the failure is about a file. */
  public static String withFile(Throwable failure) {
    boolean pathAlone = failure instanceof FileSystemException own && own.getFile() != null;
    return pathAlone ? ((FileSystemException) failure).getFile() + ": " + of(failure) : of(failure);
  }

  /**
   * Returns an exception which says that a file could not be written. If the cause is an interrupt,
   * which closes a file that is being written, returns the cause itself.
   *
   * @param file a path, or its text
   */
  public static IOException cannotWrite(Object file, Exception failure) {
    return cannot("cannot write ", file, failure);
  }

  /**
   * Returns an exception which says that a file could not be read, as {@link #cannotWrite} does.
   */
  public static IOException cannotRead(Object file, Exception failure) {
    return cannot("cannot read ", file, failure);
  }

  private static IOException cannot(String what, Object file, Exception failure) {
    return failure instanceof ClosedByInterruptException interrupt
        ? interrupt
        : new IOException(what + file + ": " + of(failure), failure);
  }
}
