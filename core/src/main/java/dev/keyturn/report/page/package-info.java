/**
 * A report as one web page, which needs no network and no script.
 *
 * <p>Start with {@link dev.keyturn.report.page.ReportPage}. It must not know where the page goes.
 */
@NullMarked
package dev.keyturn.report.page;

import org.jspecify.annotations.NullMarked;
