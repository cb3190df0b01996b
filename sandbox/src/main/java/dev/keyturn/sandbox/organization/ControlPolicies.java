package dev.keyturn.sandbox.organization;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Service control policies by what they are attached to: at first, everything has {@code
 * FullAWSAccess}. The organization's monitor guards this.
 */
final class ControlPolicies {
  static final String FULL_ACCESS = "p-FullAWSAccess";

  private final Map<String, String> documents = new HashMap<>();
  private final Map<String, Set<String>> attached = new HashMap<>();

  ControlPolicies() {
    documents.put(
        FULL_ACCESS,
        "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}");
  }

  String create(String document) {
    String id = "p-" + Organization.suffix(documents.size());
    documents.put(id, document);
    return id;
  }

  void attach(String policy, String target) {
    at(target).add(known(policy));
  }

  void detach(String policy, String target) {
    if (!at(target).remove(known(policy))) {
      throw Organization.missing("PolicyNotAttachedException", "policy " + policy);
    }
  }

  private String known(String policy) {
    if (!documents.containsKey(policy)) {
      throw Organization.missing("PolicyNotFoundException", "policy " + policy);
    }
    return policy;
  }

  List<String> documents(String target) {
    return at(target).stream()
        .flatMap(policy -> Optional.ofNullable(documents.get(policy)).stream())
        .toList();
  }

  private Set<String> at(String target) {
    return attached.computeIfAbsent(target, _ -> new LinkedHashSet<>(Set.of(FULL_ACCESS)));
  }
}
