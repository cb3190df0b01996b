/**
 * The demo as a page in a browser: what {@code keyturn demo --web} serves on loopback.
 *
 * <p>Start with {@link dev.keyturn.demo.web.DemoTimeline}, where days pass; then {@link
 * dev.keyturn.demo.web.Api} for the page's requests, and {@link dev.keyturn.demo.web.RequestGuard}
 * for access. The page of an organization has {@link dev.keyturn.demo.web.OrganizationTimeline} and
 * {@link dev.keyturn.demo.web.OrganizationApi}. Keyturn calls the sandbox over HTTP, with the same
 * run as {@code apply}; the page's data comes from the sandbox's control interface, also over HTTP.
 * The page itself is in this package's resources: HTML, CSS and JavaScript modules, without a
 * build.
 *
 * <p>It must not know the command line, or the sandbox other than over HTTP.
 */
@NullMarked
package dev.keyturn.demo.web;

import org.jspecify.annotations.NullMarked;
