package dev.keyturn.sandbox.organization;

/** An organizational unit, or the root, which has no parent. */
public record Unit(String id, String name, String parent) {
  public boolean isRoot() {
    return parent.isEmpty();
  }
}
