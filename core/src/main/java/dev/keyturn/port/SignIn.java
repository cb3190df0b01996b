package dev.keyturn.port;

import java.time.Instant;
import java.util.Optional;

/**
 * What the credential report says about a user besides the keys.
 *
 * @param arn of the user, with the path
 * @param password when the password was last used; of one that was never used, when it was set;
 *     empty where there is no password or no date
 * @param hasPassword whether the user may sign in to the console
 * @param mfa whether a second factor is active
 */
public record SignIn(String arn, boolean hasPassword, Optional<Instant> password, boolean mfa) {}
