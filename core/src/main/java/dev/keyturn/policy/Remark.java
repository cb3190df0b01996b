package dev.keyturn.policy;

/**
 * What a report says about a user besides the decision.
 *
 * @param detail a sentence without a full stop
 */
public record Remark(Reason.Remark reason, String detail) {}
