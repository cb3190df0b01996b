/**
 * The demo as a page in a browser: what {@code keyturn demo --web} serves on loopback.
 *
 * <p>Start with {@link dev.keyturn.demo.web.DemoTimeline}, where days are lived, then {@link
 * dev.keyturn.demo.web.Api} for what the page may ask and {@link dev.keyturn.demo.web.RequestGuard}
 * for who may ask. Keyturn comes to the sandbox over HTTP, by the same run as {@code apply}; what
 * the page shows is read from the sandbox's control interface, over HTTP as well. The page itself
 * lies in this package's resources: HTML, CSS and JavaScript modules, without a build.
 */
@NullMarked
package dev.keyturn.demo.web;

import org.jspecify.annotations.NullMarked;
