package dev.keyturn.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The part of a sampled test that this build runs: all of it, or the part with a number. {@code
 * -Dkeyturn.sample=all|NUMBER} sets it; otherwise {@code .ci/sample} sets it by counting commits.
 */
public final class Sample {
  /** This number of successive samples together covers every sampled test. */
  public static final int BUILDS = 20;

  private static final String PROPERTY = "keyturn.sample";
  private static final String ALL = "all";

  private static final class Drawn {
    private static final Sample ONCE = draw();
  }

  private final OptionalLong number;

  private Sample(OptionalLong number) {
    this.number = number;
  }

  /** The sample of this build; prints it the first time. */
  public static Sample drawn() {
    return Drawn.ONCE;
  }

  /**
   * Reads a sample.
   *
   * @throws IllegalArgumentException if the text is neither {@code all} nor a number from 0 on
   */
  public static Sample of(String text) {
    if (text.equals(ALL)) {
      return new Sample(OptionalLong.empty());
    }
    if (!text.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(
          "-D%s is 'all' or a number from 0 on, not '%s'".formatted(PROPERTY, text));
    }
    return new Sample(OptionalLong.of(Long.parseLong(text)));
  }

  private static Sample draw() {
    String text = System.getProperty(PROPERTY, "");
    Sample sample = of(text.isBlank() ? counted() : text);
    System.out.println("Long tests run with " + sample);
    return sample;
  }

  /** The output of {@code .ci/sample}, or 0 if it cannot run. */
  private static String counted() {
    Path script =
        Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
            .map(folder -> folder.resolve(".ci/sample"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of(".ci/sample"));
    try {
      Process process = new ProcessBuilder(script.toString()).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? said.strip() : "0";
    } catch (IOException e) {
      return "0";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "0";
    }
  }

  /**
   * Whether a case is in this sample.
   *
   * @param index of the case, from 0
   * @param parts the number of parts, from 1 to {@link #BUILDS}
   */
  public boolean has(int index, int parts) {
    return number.isEmpty()
        || Math.floorMod((long) index, parts) == Math.floorMod(number.getAsLong(), parts);
  }

  /**
   * The first seed of this sample's slice, out of {@link #BUILDS} slices of the same size.
   *
   * @param first of all seeds
   * @param count of all seeds, a multiple of {@link #BUILDS}
   */
  public long firstOf(long first, long count) {
    return number.isEmpty()
        ? first
        : first + Math.floorMod(number.getAsLong(), BUILDS) * (count / BUILDS);
  }

  /** The last seed of that slice. */
  public long lastOf(long first, long count) {
    return number.isEmpty() ? first + count - 1 : firstOf(first, count) + count / BUILDS - 1;
  }

  /** In the form of the option that sets it. */
  @Override
  public String toString() {
    return "-D" + PROPERTY + "=" + (number.isEmpty() ? ALL : String.valueOf(number.getAsLong()));
  }
}
