package dev.keyturn.doctor;

import java.util.Locale;

/** Groups of findings, in the order of the checks. */
public enum Section {
  SETTINGS,
  CREDENTIALS,
  PERMISSIONS,
  SENDER,
  BUCKET,
  USERS,
  OWNERS,
  SCHEDULE;

  /** The first part of the ids of its findings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
