/**
 * The demo as a page in a browser: what {@code keyturn demo --web} serves on loopback.
 *
 * <p>Start with {@link dev.keyturn.cli.web.Stage}, where days are lived, then {@link
 * dev.keyturn.cli.web.Api} for what the page may ask and {@link dev.keyturn.cli.web.Door} for who
 * may ask. Keyturn comes to the sandbox over HTTP, by the same run as {@code apply}; what the page
 * shows is read from the sandbox's control interface, over HTTP as well. The page itself lies in
 * this package's resources: HTML, CSS and JavaScript modules, without a build.
 */
@NullMarked
package dev.keyturn.cli.web;

import org.jspecify.annotations.NullMarked;
