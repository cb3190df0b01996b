package dev.keyturn.sandbox.account;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a read shows of an IAM user. {@code inlinePolicies} maps names to documents, {@code
 * attachedPolicies} lists ARNs; {@code keys} come in the order of creation.
 */
public record User(
    String account,
    String name,
    String path,
    String id,
    Instant created,
    Tags tags,
    List<AccessKey> keys,
    List<String> groups,
    Map<String, String> inlinePolicies,
    List<String> attachedPolicies) {

  public User {
    keys = List.copyOf(keys);
    groups = List.copyOf(groups);
    inlinePolicies = Collections.unmodifiableMap(new LinkedHashMap<>(inlinePolicies));
    attachedPolicies = List.copyOf(attachedPolicies);
  }

  public String arn() {
    return "arn:aws:iam::" + account + ":user" + path + name;
  }
}
