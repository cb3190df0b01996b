package dev.keyturn.cli.org;

import dev.keyturn.aws.org.RunObjects;
import dev.keyturn.port.BucketObjects;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A bucket with what an execution left in it. */
final class RunBucketFixture implements BucketObjects {
  static final String RUN = "day-1";
  private static final String FOLDER = "org/runs/" + RUN + "/";

  private final Map<String, String> texts = new TreeMap<>();
  int reads;
  RuntimeException failure = new IllegalStateException("none");
  boolean fails;

  /** Adds an object of the execution. */
  RunBucketFixture with(String name, String text) {
    texts.put(FOLDER + name, text);
    return this;
  }

  RunObjects objects() {
    return new RunObjects(this, RUN);
  }

  private void read() {
    reads++;
    if (fails) {
      throw failure;
    }
  }

  @Override
  public Optional<StoredText> read(String name) {
    read();
    return Optional.ofNullable(texts.get(name)).map(text -> new StoredText(text, "1"));
  }

  @Override
  public WriteResult write(String name, String text, Expected expected) {
    throw new AssertionError("nothing is written: " + name);
  }

  @Override
  public List<String> names(String beginning) {
    read();
    return texts.keySet().stream().filter(name -> name.startsWith(beginning)).toList();
  }
}
