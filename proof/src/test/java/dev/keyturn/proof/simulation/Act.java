package dev.keyturn.proof.simulation;

/** Acts of owners and their administrators, at any time. */
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
  /** A mail bounced or caused a complaint. */
  SUPPRESS_ADDRESS,
  FREE_ADDRESS,
  /** The act that mails and the report ask for. */
  PUT_IN_ORDER,
  LEAVE,
  JOIN
}
