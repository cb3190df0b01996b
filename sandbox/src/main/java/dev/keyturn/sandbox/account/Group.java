package dev.keyturn.sandbox.account;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a read shows of an IAM group; {@code inlinePolicies} maps names to documents. */
public record Group(
    String account,
    String name,
    String path,
    String id,
    Instant created,
    Map<String, String> inlinePolicies) {

  public Group {
    inlinePolicies = Collections.unmodifiableMap(new LinkedHashMap<>(inlinePolicies));
  }

  public String arn() {
    return "arn:aws:iam::" + account + ":group" + path + name;
  }

  Group with(String policy, String document) {
    Map<String, String> policies = new LinkedHashMap<>(inlinePolicies);
    policies.put(policy, document);
    return new Group(account, name, path, id, created, policies);
  }
}
