package dev.keyturn.sandbox.automation;

/** A schedule of EventBridge Scheduler, in the group {@code default}. */
public record Schedule(String name, String arn, String target, boolean enabled) {}
