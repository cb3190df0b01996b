package dev.keyturn.proof.simulation;

/** What owners and their administrators do, whenever they like. */
enum Act {
  MAKE_KEY,
  DELETE_KEY,
  ACTIVATE_KEY,
  DEACTIVATE_KEY,
  USE_NEW_KEY,
  USE_OLD_KEY,
  FETCH_FILE,
  REMOVE_FILE,
  CHANGE_ADDRESS,
  SPOIL_ADDRESS,
  DROP_ADDRESS,
  FILL_TAGS,
  FREE_TAGS,
  DROP_RECORD,
  HALVE_RECORD,
  SPOIL_RECORD,
  DATE_RECORD,
  RESPELL_RECORD,
  EXEMPT,
  SPOIL_EXEMPTION,
  DROP_EXEMPTION,
  /** A mail bounced, or somebody complained of one. */
  SUPPRESS_ADDRESS,
  FREE_ADDRESS,
  /** What the mails and the report ask for. */
  PUT_IN_ORDER,
  LEAVE,
  JOIN
}
