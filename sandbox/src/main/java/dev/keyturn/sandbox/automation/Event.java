package dev.keyturn.sandbox.automation;

/** An event that was put on a bus. */
public record Event(String bus, String source, String detailType, String detail) {}
