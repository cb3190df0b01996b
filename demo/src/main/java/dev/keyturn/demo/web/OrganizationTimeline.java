package dev.keyturn.demo.web;

import dev.keyturn.demo.DemoOrganization;
import dev.keyturn.demo.OrganizationDay;
import dev.keyturn.event.Report.Mode;
import dev.keyturn.mail.Mail;
import dev.keyturn.org.OrganizationReport;
import dev.keyturn.port.CannotBegin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The days of an organization. Day 0 is a plan that changes nothing. On day 1 the process that
 * works in one account crashes; later days are undisturbed.
 */
final class OrganizationTimeline {
  private final DemoOrganization place;
  private final OrganizationDay day;
  private final AtomicReference<String> doing;
  private final Executor executor;
  private final int last;
  private final List<LivedDay> days = new ArrayList<>();
  private boolean busy;
  private boolean admitted;
  private String problem = "";

  /**
   * A timeline at day 0.
   *
   * @param doing what the day in progress does at the moment
   * @param last the last day
   * @throws CannotBegin if nothing can be planned
   */
  OrganizationTimeline(
      DemoOrganization place,
      OrganizationDay day,
      AtomicReference<String> doing,
      Executor executor,
      int last)
      throws CannotBegin {
    this.place = place;
    this.day = day;
    this.doing = doing;
    this.executor = executor;
    this.last = last;
    days.add(LivedDay.planned(day.plan(), place.calls()));
    doing.set("");
  }

  /** Lets a day pass; throws {@link Refused} if one is in progress or it was the last. */
  synchronized void next() {
    if (busy) {
      throw new Refused("A day is in progress.");
    }
    if (days.size() > last) {
      throw new Refused("Day %s is the last one.".formatted(last));
    }
    busy = true;
    boolean first = days.size() == 1;
    executor.execute(() -> live(first));
  }

  private void live(boolean first) {
    try {
      place.passDay();
      OrganizationReport plan = day.plan();
      OrganizationDay.Applied applied =
          day.apply(plan, first ? day.crashingIn(place.crashing()) : day.members(), place.canary());
      Optional<Mail> digest = day.digest(applied);
      ended("", List.of(new LivedDay(plan, applied, Mode.APPLY, digest, place.calls())));
    } catch (CannotBegin e) {
      ended("The run could not begin; nothing was changed. " + e.getMessage(), List.of());
    } catch (RuntimeException | Error mistake) {
      ended("The demo itself failed, and this day is not complete: " + mistake, List.of());
    }
  }

  private synchronized void ended(String why, List<LivedDay> lived) {
    days.addAll(lived);
    problem = why;
    busy = false;
    doing.set("");
  }

  /** Repairs the account that denies access. */
  synchronized void admit() {
    place.admitAgain();
    admitted = true;
  }

  /** A day that was lived; throws {@link Refused} if it was not. */
  synchronized LivedDay day(int number) {
    if (number >= days.size()) {
      throw new Refused("Day %s was not lived yet.".formatted(number));
    }
    return days.get(number);
  }

  /** The present state as JSON, without the days' accounts. */
  synchronized Map<String, Object> shape() {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("organization", days.getFirst().report().id());
    shape.put("hub", place.hub());
    shape.put("busy", busy);
    shape.put("doing", doing.get());
    shape.put("problem", problem);
    shape.put("denying", place.denying());
    shape.put("admitted", admitted);
    shape.put("last", last);
    shape.put("days", days.stream().map(LivedDay::heading).toList());
    return shape;
  }
}
