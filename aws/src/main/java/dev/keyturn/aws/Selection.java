package dev.keyturn.aws;

import java.util.Optional;

/**
 * What a command line says of the profile and the region; it goes before the environment.
 *
 * @param profile whose credentials and settings are meant; other credentials are then not looked
 *     for, as in the AWS CLI
 */
public record Selection(Optional<String> profile, Optional<String> region) {
  /** The environment and the usual profile decide. */
  public static Selection none() {
    return new Selection(Optional.empty(), Optional.empty());
  }
}
