package org.entroscope.workshop;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.entroscope.runs.RunSummary;

/**
 * The exercises of the workshop. {@code Exercise.check("an even row", Math.log(8))} returns
 * feedback in words, which a notebook shows as a card. If the answer is missing ({@code null},
 * {@code Double.NaN}, an empty string or array), the feedback says what is expected. If it is
 * wrong, the feedback says what is wrong and by how much. An answer never causes an exception.
 */
public final class Exercise {

  private static final Map<String, Task> TASKS = new LinkedHashMap<>();

  /** The best verdict on each exercise so far. */
  private static final Map<String, Answer.Verdict> ANSWERS = new ConcurrentHashMap<>();

  static {
    Stream.of(
            ByHand.TASKS,
            ReadMaps.TASKS,
            BreakIt.TASKS,
            RepairIt.TASKS,
            OwnIdea.TASKS,
            OwnComponent.TASKS)
        .flatMap(List::stream)
        .forEach(task -> TASKS.put(task.name(), task));
  }

  private Exercise() {}

  /**
   * Checks an answer.
   *
   * @param name the exercise, one of {@link #names}
   * @param answer the answer; may be missing
   * @throws IllegalArgumentException if there is no such exercise, or it needs a third argument
   */
  public static Answer check(String name, Object answer) {
    Task task = task(name);
    if (!task.about().isEmpty()) {
      throw new IllegalArgumentException(
          "the exercise '%s' needs %s as the third argument".formatted(name, task.about()));
    }
    return noted(task.judge(answer, null));
  }

  /**
   * Checks an answer to an exercise about a row, a map, a run, a shape or matrices.
   *
   * @param name the exercise, one of {@link #names}
   * @param answer the answer; may be missing
   * @param about what the exercise is about, for example the row or the run
   * @throws IllegalArgumentException if there is no such exercise, or {@code about} is null or has
   *     the wrong type
   */
  public static Answer check(String name, Object answer, Object about) {
    Task task = task(name);
    if (about == null && !task.about().isEmpty()) {
      throw new IllegalArgumentException(
          "the exercise '%s' needs %s as the third argument, not null"
              .formatted(name, task.about()));
    }
    return noted(task.judge(answer, about));
  }

  /**
   * Returns a hint for learners who are stuck.
   *
   * @throws IllegalArgumentException if there is no such exercise
   */
  public static String hint(String name) {
    return task(name).hint();
  }

  /** Returns the names of all exercises, in the order of the workshop. */
  public static List<String> names() {
    return List.copyOf(TASKS.keySet());
  }

  /**
   * Returns which exercises are solved, according to the saved notebooks in the working folder and
   * to the answers since the kernel of this notebook was started.
   */
  public static CourseProgress progress() {
    CourseProgress progress = CourseProgress.of(Path.of("").toAbsolutePath());
    ANSWERS.forEach(progress::put);
    return progress;
  }

  /**
   * Returns the recorded run of a model of the course, for machines that are too slow to train:
   * {@code var bare = Exercise.recorded("SM")}. It contains everything except the model itself.
   *
   * @param architecture the architecture: {@code "SM"}, {@code "SM + LN + G"} or {@code "SM +
   *     ScFuFFN"}
   * @throws IllegalArgumentException if there is no recorded run of it
   */
  public static RunSummary recorded(String architecture) {
    return RecordedRuns.of(architecture);
  }

  private static Answer noted(Answer answer) {
    ANSWERS.merge(answer.exercise(), answer.verdict(), (a, b) -> a.compareTo(b) < 0 ? a : b);
    return answer;
  }

  private static Task task(String name) {
    Task task = TASKS.get(name);
    if (task == null) {
      throw new IllegalArgumentException(
          "there is no exercise '%s'; the exercises are: %s"
              .formatted(name, String.join(", ", TASKS.keySet())));
    }
    return task;
  }
}
