package dev.keyturn.proof.organization;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.facts.AccountId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The objects of one execution in the hub's bucket, as the engine and the judge read them.
 *
 * @param run the name of the execution
 */
record Papers(Landscape landscape, String run) {
  String key(String name) {
    return "org/runs/" + run + "/" + name;
  }

  /** An object, if it is there. */
  Optional<Map<?, ?>> object(String name) {
    return text(key(name)).map(text -> JsonTree.object("{\"it\":" + text + "}")).map(Papers::it);
  }

  /** The items of a list; none where it is not there. */
  List<Map<?, ?>> list(String key) {
    return text(key)
        .map(text -> JsonTree.objects(JsonTree.object("{\"it\":" + text + "}"), "it"))
        .orElse(List.of());
  }

  private static Map<?, ?> it(Map<?, ?> tree) {
    return tree.get("it") instanceof Map<?, ?> object ? object : Map.of();
  }

  /** The accounts of a list. */
  Set<AccountId> accounts(String name) {
    return list(key(name)).stream()
        .map(account -> new AccountId(JsonTree.text(account, "id")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The accounts that the last execution has noted as reached. */
  Set<AccountId> reachedLast() {
    return text("org/runs/reached.txt")
        .map(text -> text.lines().map(AccountId::new).collect(Collectors.toSet()))
        .orElse(Set.of());
  }

  private Optional<String> text(String key) {
    return landscape.hub.model().bucketObjects().read(key).map(found -> found.text());
  }
}
