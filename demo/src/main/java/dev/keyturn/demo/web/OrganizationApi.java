package dev.keyturn.demo.web;

import dev.keyturn.demo.DemoOrganization;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import java.util.Optional;

/** The page of an organization. No answer contains a secret. */
final class OrganizationApi implements Site {
  /** The report page has a policy of its own, too, which allows its own style and script only. */
  private static final String REPORT_POLICY =
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts";

  private final OrganizationTimeline timeline;
  private final Actions actions;

  OrganizationApi(OrganizationTimeline timeline, DemoOrganization place) {
    this.timeline = timeline;
    this.actions =
        new Actions()
            .with("GET state", (_, _) -> timeline.shape())
            .with("GET days", (n, _) -> timeline.day(Actions.number(n, "day")).shape(place))
            .with(
                "POST next",
                (_, _) -> {
                  timeline.next();
                  return timeline.shape();
                })
            .with(
                "POST admit",
                (_, _) -> {
                  timeline.admit();
                  return timeline.shape();
                });
  }

  @Override
  public String index() {
    return "organization.html";
  }

  @Override
  public Reply answer(Request request, String path) {
    return actions.answer(request, path);
  }

  /** The report page of a day, such as {@code report/1}. */
  @Override
  public Optional<Reply> document(String path) {
    if (!path.matches("report/\\d{1,6}")) {
      return Optional.empty();
    }
    try {
      int day = Actions.number(path.substring("report/".length()), "day");
      return Optional.of(
          Reply.of(200, RequestGuard.HTML, timeline.day(day).page())
              .with("Content-Security-Policy", REPORT_POLICY));
    } catch (Refused e) {
      return Optional.empty();
    }
  }
}
