/**
 * A report for machines: JSON in the form of the design's section 6, and CSV.
 *
 * <p>Start with {@link dev.keyturn.report.JsonReport}. It must not know where the text goes.
 */
@NullMarked
package dev.keyturn.report;

import org.jspecify.annotations.NullMarked;
