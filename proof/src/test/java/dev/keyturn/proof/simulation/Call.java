package dev.keyturn.proof.simulation;

/** The calls that a run makes. */
public enum Call {
  IDENTIFY,
  CHECK_BUCKET,
  CHECK_SENDER,
  LIST_USERS,
  LIST_NAMES,
  READ_TAGS,
  READ_POLICIES,
  LIST_KEYS,
  READ_LAST_USE,
  LOOK_AT_FILE,
  TAG(true),
  UNTAG(true),
  CREATE_KEY(true),
  DEACTIVATE_KEY(true),
  DELETE_KEY(true),
  STORE_FILE(true),
  CLAIM_NAME(true),
  SEND_MAIL(true),
  READ_PAPER,
  WRITE_PAPER,
  LOOK_AT_ADDRESS,
  ASK_PERMISSION,
  REQUEST_REPORT,
  READ_REPORT;

  final boolean writes;

  Call() {
    this(false);
  }

  Call(boolean writes) {
    this.writes = writes;
  }
}
