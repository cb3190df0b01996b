/**
 * The command line's side of an organization: its hub, and runs of the deployed state machine.
 *
 * <p>Start with {@link dev.keyturn.cli.org.OrganizationHub}. It knows no command.
 */
@NullMarked
package dev.keyturn.cli.org;

import org.jspecify.annotations.NullMarked;
