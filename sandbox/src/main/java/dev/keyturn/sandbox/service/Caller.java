package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.account.Principal;

/** The caller, the key, the region of the signature's scope, and the id of the reply. */
public record Caller(Principal principal, String keyId, String region, String requestId) {
  public String account() {
    return principal.account();
  }
}
