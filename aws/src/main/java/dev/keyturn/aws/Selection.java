package dev.keyturn.aws;

import java.util.Optional;

/**
 * The profile and the region of a command line. They take precedence over the environment.
 *
 * @param profile the profile for credentials and settings; other places are then ignored, as in the
 *     AWS CLI
 */
public record Selection(Optional<String> profile, Optional<String> region) {
  /** No selection: the environment and the default profile decide. */
  public static Selection none() {
    return new Selection(Optional.empty(), Optional.empty());
  }
}
