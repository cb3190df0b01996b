package dev.keyturn.sandbox.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a read shows of an IAM group; {@code inlinePolicies} maps names to documents. */
public record Group(
    String account,
    String name,
    String path,
    String id,
    Instant created,
    Map<String, String> inlinePolicies,
    List<String> attachedPolicies) {

  public Group {
    attachedPolicies = List.copyOf(attachedPolicies);
    inlinePolicies = Collections.unmodifiableMap(new LinkedHashMap<>(inlinePolicies));
  }

  public String arn() {
    return "arn:aws:iam::" + account + ":group" + path + name;
  }

  Group with(String policy, String document) {
    Map<String, String> policies = new LinkedHashMap<>(inlinePolicies);
    policies.put(policy, document);
    return new Group(account, name, path, id, created, policies, attachedPolicies);
  }

  Group without(String policy) {
    Map<String, String> policies = new LinkedHashMap<>(inlinePolicies);
    policies.remove(policy);
    return new Group(account, name, path, id, created, policies, attachedPolicies);
  }

  Group attaching(String arn) {
    List<String> attached = new ArrayList<>(attachedPolicies);
    attached.add(arn);
    return new Group(account, name, path, id, created, inlinePolicies, attached);
  }
}
