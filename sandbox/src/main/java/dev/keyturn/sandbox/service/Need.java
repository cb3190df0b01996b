package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.access.Context;

/**
 * A permission that a call needs, in the words of a policy: {@code iam:TagUser}, the resource's ARN
 * or {@code *}, and the condition keys that are known of the call.
 */
public record Need(String permission, String resource, Context context) {}
