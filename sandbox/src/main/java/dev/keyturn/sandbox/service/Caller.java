package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.account.Principal;

/** Who calls, with which key, in which region's scope, and the id that the reply will bear. */
public record Caller(Principal principal, String keyId, String region, String requestId) {}
