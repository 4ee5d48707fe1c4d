package org.entroscope.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A learner's copy of the course: its notebooks and the handout, without the solutions. */
final class CourseFolder {

  private final Path course;

  /**
   * @param course the folder with the course's notebooks
   * @throws LabException if it has no notebooks
   */
  CourseFolder(Path course) {
    this.course = course;
    if (!Files.isDirectory(course) || parts(course).isEmpty()) {
      throw new LabException("there are no notebooks of the course in " + course);
    }
  }

  private static List<Path> parts(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file ->
                  file.toString().endsWith(".ipynb")
                      || file.getFileName().toString().equals("HANDOUT.md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  /**
   * Copies the course.
   *
   * @param target a folder that does not exist or is empty
   * @throws LabException if it is not empty
   */
  void copyTo(Path target) {
    try {
      Files.createDirectories(target);
      try (Stream<Path> files = Files.list(target)) {
        if (files.findAny().isPresent()) {
          throw new LabException(
              target
                  + " is not empty; to start again there: notebooks/lab --course reset "
                  + target);
        }
      }
      for (Path part : parts(course)) {
        Files.copy(part, target.resolve(part.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy the course to " + target, e);
    }
  }

  /**
   * Replaces the notebooks of a copy by new ones. The old notebooks are moved to a folder {@code
   * before-N}, so that no answer is lost. Other files stay where they are.
   *
   * @param target a copy of the course
   * @return the folder of the old notebooks
   * @throws LabException if it is not a copy of the course
   */
  Path reset(Path target) {
    if (!Files.isDirectory(target)
        || parts(course).stream().noneMatch(p -> Files.exists(target.resolve(p.getFileName())))) {
      throw new LabException(
          target
              + " is not a copy of the course; to make one: notebooks/lab --course new "
              + target);
    }
    int number = 1;
    while (Files.exists(target.resolve("before-" + number))) {
      number++;
    }
    Path before = target.resolve("before-" + number);
    try {
      Files.createDirectories(before);
      for (Path part : parts(course)) {
        Path own = target.resolve(part.getFileName());
        if (Files.exists(own)) {
          Files.move(own, before.resolve(part.getFileName()));
        }
        Files.copy(part, own);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot reset " + target, e);
    }
    return before;
  }
}
