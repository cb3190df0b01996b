package dev.keyturn.org;

import dev.keyturn.event.Report.Mode;
import java.util.Optional;

/**
 * The run of the deployed state machine that a report is about.
 *
 * @param execution its name
 * @param mode a plan if DRY_RUN was true for the function
 * @param stopped why the run stopped before it had changed every account, if it did
 * @param page the key in the hub's bucket of its page, if it has one
 */
public record OrganizationRun(
    String execution, Mode mode, Optional<String> stopped, Optional<String> page) {}
