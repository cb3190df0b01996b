package dev.keyturn.lambda;

import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.BucketPaths;
import dev.keyturn.port.BucketObjects;
import dev.keyturn.state.StateObject;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The accounts that the last run over the organization could read, one a line. */
final class ReachedAccounts {
  private ReachedAccounts() {}

  static Set<AccountId> read(BucketObjects bucket) {
    return new StateObject(bucket, BucketPaths.REACHED_ACCOUNTS)
        .read()
        .map(
            text ->
                text.lines()
                    .filter(AccountId::isLegal)
                    .map(AccountId::new)
                    .collect(Collectors.toCollection(TreeSet::new)))
        .orElseGet(TreeSet::new);
  }

  static void write(BucketObjects bucket, Set<AccountId> reached) {
    StateObject object = new StateObject(bucket, BucketPaths.REACHED_ACCOUNTS);
    object.read();
    object.write(
        reached.stream().map(account -> account.value() + "\n").collect(Collectors.joining()));
  }
}
