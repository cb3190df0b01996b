package dev.keyturn.aws.org;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.BucketObjects.WriteResult;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.throttle.BoundedParallel;
import java.time.DateTimeException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the steps of one execution hand on to each other: objects under {@code org/runs/RUN/} in the
 * hub's bucket. Each is written once; a step that is repeated keeps what the first one wrote.
 */
public final class RunObjects {
  /** The accounts of the run. */
  public static final String ACCOUNTS = "accounts.json";

  /** The result of each account; without it, the run has not ended. */
  public static final String REPORT = "report.json";

  /** Why nothing more is changed; absent unless the run stopped early. */
  public static final String STOPPED = "stopped.json";

  /** Objects that are read at once. */
  private static final int AT_ONCE = 32;

  private final BucketObjects bucket;
  private final String folder;

  /**
   * Nothing is read yet.
   *
   * @param run the name of the execution
   */
  public RunObjects(BucketObjects bucket, String run) {
    this.bucket = bucket;
    this.folder = BucketPaths.RUNS + run + "/";
  }

  /** The key in the bucket of an object. */
  public String key(String name) {
    return folder + name;
  }

  /** Writes an object, unless it is there; says whether it was not. */
  public boolean write(String name, Object tree) {
    return writeText(name, JsonTree.write(tree));
  }

  /** The same for an object that is not JSON. */
  public boolean writeText(String name, String text) {
    return bucket.write(key(name), text, new Expected.Nothing()) instanceof WriteResult.Written;
  }

  /**
   * An object, if it is there.
   *
   * @param as makes a value of its JSON
   */
  public <T> Optional<T> read(String name, Function<Map<?, ?>, T> as) {
    return bucket.read(key(name)).map(text -> parsed(key(name), text.text(), as));
  }

  /** A list, which is there. */
  public <T> List<T> list(String name, Function<Map<?, ?>, T> as) {
    return find(name, as)
        .orElseThrow(
            () -> new PortFailure(Kind.NOT_FOUND, "There is no object %s.".formatted(key(name))));
  }

  /** A list, if it is there. */
  public <T> Optional<List<T>> find(String name, Function<Map<?, ?>, T> as) {
    return bucket
        .read(key(name))
        .map(
            text ->
                parsed(
                    key(name),
                    "{\"items\":" + text.text() + "}",
                    tree -> items(tree).stream().map(as).toList()));
  }

  private static List<Map<?, ?>> items(Map<?, ?> tree) {
    List<Map<?, ?>> items = JsonTree.objects(tree, "items");
    if (!(tree.get("items") instanceof List<?> all) || all.size() != items.size()) {
      throw new IllegalStateException("not a list of JSON objects");
    }
    return items;
  }

  /** A damaged object is a failure of the call that reads it. */
  private static <T> T parsed(String key, String text, Function<Map<?, ?>, T> as) {
    try {
      return as.apply(JsonTree.object(text));
    } catch (IllegalStateException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException e) {
      PortFailure failure =
          new PortFailure(
              Kind.REFUSED, "Object %s cannot be read: %s".formatted(key, e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  /** The names of objects that begin like this, without the folder of the run. */
  public List<String> names(String beginning) {
    return bucket.names(key(beginning)).stream()
        .map(key -> key.substring(folder.length()))
        .toList();
  }

  /** The accounts that have an object in a folder. */
  public Set<AccountId> accounts(String folder) {
    return names(folder).stream()
        .map(name -> name.substring(folder.length()).replace(".json", ""))
        .filter(AccountId::isLegal)
        .map(AccountId::new)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The objects of a folder by account. */
  public <T> Map<AccountId, T> all(String folder, Executor executor, Function<Map<?, ?>, T> as) {
    return of(folder, accounts(folder), executor, as);
  }

  /** The objects of a folder about these accounts, as far as they are there. */
  public <T> Map<AccountId, T> of(
      String folder, Collection<AccountId> accounts, Executor executor, Function<Map<?, ?>, T> as) {
    List<AccountId> ids = List.copyOf(accounts);
    List<Optional<T>> read =
        new BoundedParallel(executor, () -> AT_ONCE)
            .map(ids, id -> read(folder + id + ".json", as), _ -> {});
    Map<AccountId, T> found = new TreeMap<>();
    for (int i = 0; i < ids.size(); i++) {
      AccountId id = ids.get(i);
      read.get(i).ifPresent(value -> found.put(id, value));
    }
    return found;
  }
}
