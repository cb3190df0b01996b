package dev.keyturn.sandbox.objects;

/** The bucket settings that are kept as the documents that were put. */
public enum Setting {
  ENCRYPTION,
  LIFECYCLE,
  POLICY,
  PUBLIC_ACCESS_BLOCK
}
