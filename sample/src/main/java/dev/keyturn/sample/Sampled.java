package dev.keyturn.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Distributes the test cases of a class, or the invocations of a parameterized test, to parts. A
 * build runs one part, the next build the next; {@code -Dkeyturn.sample=all} runs all of them. When
 * a case fails, the line that repeats it is printed.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SampledCases.class)
public @interface Sampled {
  /**
   * The number of parts, from 1 to {@link Sample#BUILDS}. With 1 every case always runs: for tests
   * that take a slice of their seeds from {@link Sample} themselves.
   */
  int parts();
}
