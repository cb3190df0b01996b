package dev.keyturn.lambda;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.port.BucketObjects.Expected;
import dev.keyturn.port.BucketObjects.WriteResult;
import dev.keyturn.throttle.BoundedParallel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * What the steps of one execution hand on to each other: objects under {@code org/runs/RUN/} in the
 * hub's bucket. Each is written once; a step that is repeated keeps what the first one wrote.
 */
final class RunObjects {
  /** Objects that are read at once. */
  private static final int AT_ONCE = 32;

  private final BucketObjects bucket;
  private final String folder;

  RunObjects(BucketObjects bucket, String run) {
    this.bucket = bucket;
    this.folder = BucketPaths.RUNS + run + "/";
  }

  /** The key in the bucket of an object. */
  String key(String name) {
    return folder + name;
  }

  /** Writes an object, unless it is there; says whether it was not. */
  boolean write(String name, Object tree) {
    return writeText(name, JsonTree.write(tree));
  }

  /** The same for an object that is not JSON. */
  boolean writeText(String name, String text) {
    return bucket.write(key(name), text, new Expected.Nothing()) instanceof WriteResult.Written;
  }

  /** An object, if it is there. */
  Optional<Map<?, ?>> read(String name) {
    return bucket.read(key(name)).map(text -> JsonTree.object(text.text()));
  }

  /** A list, which is there. */
  List<Map<?, ?>> list(String name) {
    String text =
        bucket
            .read(key(name))
            .map(BucketObjects.StoredText::text)
            .orElseThrow(() -> new NotBegun("There is no object " + key(name) + "."));
    return JsonTree.objects(JsonTree.object("{\"items\":" + text + "}"), "items");
  }

  /** The objects of a folder by account. */
  Map<AccountId, Map<?, ?>> all(String name, Executor executor) {
    List<String> keys =
        bucket.names(key(name)).stream().filter(key -> key.endsWith(".json")).toList();
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
