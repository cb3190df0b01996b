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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * What the steps of one execution hand on to each other: objects under {@code org/runs/RUN/} in the
 * hub's bucket. Each is written once; a step that is repeated keeps what the first one wrote.
 */
public final class RunObjects {
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

  /** An object, if it is there. */
  public Optional<Map<?, ?>> read(String name) {
    return bucket.read(key(name)).map(text -> JsonTree.object(text.text()));
  }

  /** A list, which is there. */
  public List<Map<?, ?>> list(String name) {
    return find(name)
        .orElseThrow(
            () -> new PortFailure(Kind.NOT_FOUND, "There is no object %s.".formatted(key(name))));
  }

  /** A list, if it is there. */
  public Optional<List<Map<?, ?>>> find(String name) {
    return bucket
        .read(key(name))
        .map(text -> JsonTree.objects(JsonTree.object("{\"items\":" + text.text() + "}"), "items"));
  }

  /** The names of objects that begin like this, without the folder of the run. */
  public List<String> names(String beginning) {
    return bucket.names(key(beginning)).stream()
        .map(key -> key.substring(folder.length()))
        .toList();
  }

  /** The objects of a folder by account. */
  public Map<AccountId, Map<?, ?>> all(String folder, Executor executor) {
    return read(
        bucket.names(key(folder)).stream().filter(key -> key.endsWith(".json")).toList(), executor);
  }

  /** The objects of a folder about these accounts, as far as they are there. */
  public Map<AccountId, Map<?, ?>> of(
      String folder, Collection<AccountId> accounts, Executor executor) {
    return read(
        accounts.stream().map(account -> key(folder + account + ".json")).toList(), executor);
  }

  private Map<AccountId, Map<?, ?>> read(List<String> keys, Executor executor) {
    Map<AccountId, Map<?, ?>> found = new TreeMap<>();
    new BoundedParallel(executor, () -> AT_ONCE)
        .map(keys, key -> bucket.read(key).map(text -> JsonTree.object(text.text())), _ -> {})
        .forEach(
            read ->
                read.ifPresent(
                    tree -> found.put(new AccountId(JsonTree.text(tree, "account")), tree)));
    return found;
  }
}
