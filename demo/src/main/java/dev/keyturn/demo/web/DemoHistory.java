package dev.keyturn.demo.web;

import dev.keyturn.demo.Person;
import dev.keyturn.event.Row;
import dev.keyturn.report.Cells;
import dev.keyturn.sandbox.http.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of the company on each day, so that the page can show any past day. Its source is the
 * sandbox's control interface, which returns no secrets here. Not thread-safe.
 */
final class DemoHistory {
  /** The number of calls of a day that are kept for the page; all are counted. */
  static final int CALLS_OF_A_DAY = 400;

  /** An event. {@code kind} is keyturn, owner, you, failed, cut or aws. */
  private record Happening(int day, String kind, String user, String text) {}

  private record MailEntry(int day, String to, String subject) {}

  private record Day(int total, int refused, List<Json.Obj> calls) {}

  private final LocalDate start;
  private final Map<String, UserHistory> users = new LinkedHashMap<>();
  private final List<Happening> happenings = new ArrayList<>();
  private final List<MailEntry> mails = new ArrayList<>();
  private final Map<String, FileHistory> files = new TreeMap<>();
  private final Map<Integer, Day> days = new TreeMap<>();

  /**
   * A history that begins today.
   *
   * @param start the date of day 0
   */
  DemoHistory(LocalDate start, List<Person> people) {
    this.start = start;
    people.forEach(person -> users.put(person.name(), new UserHistory(person)));
  }

  private int day(Instant time) {
    return (int) ChronoUnit.DAYS.between(start, LocalDate.ofInstant(time, ZoneOffset.UTC));
  }

  UserHistory user(String name) {
    UserHistory user = users.get(name);
    if (user == null) {
      throw new Refused("There is no user '%s' here.".formatted(name));
    }
    return user;
  }

  /** Reads users and files; changes since the last read count as done by {@code who}. */
  void see(int day, String who, Wire wire) {
    for (Json.Obj user : wire.get("users").objects("users")) {
      UserHistory past = users.get(user.text("name").orElseThrow());
      if (past != null) {
        past.see(user, day, who, this::day);
      }
    }
    FileHistory.see(files, wire.get("objects").objects("objects"), day);
  }

  /** Reads new mails and calls since the last read. */
  void read(int day, Wire wire) {
    for (Json.Obj mail : wire.get("mails", Map.of("after", mails.size())).objects("mails")) {
      mails.add(
          new MailEntry(day, String.join(", ", mail.texts("to")), mail.text("subject").orElse("")));
    }
    List<Json.Obj> calls = wire.get("calls").objects("calls");
    wire.delete("calls");
    Day before = days.getOrDefault(day, new Day(0, 0, List.of()));
    List<Json.Obj> kept = new ArrayList<>(before.calls());
    calls.stream().limit(CALLS_OF_A_DAY - (long) kept.size()).forEach(kept::add);
    long refused = calls.stream().filter(call -> status(call) == 0 || status(call) > 399).count();
    days.put(day, new Day(before.total() + calls.size(), before.refused() + (int) refused, kept));
  }

  private static double status(Json.Obj call) {
    return call.number("status").orElse(0.0);
  }

  void tell(int day, String kind, String user, String text) {
    happenings.add(new Happening(day, kind, user, text));
  }

  void decided(int day, Row row) {
    UserHistory user = users.get(row.user().value());
    if (user != null) {
      user.decided(
          day,
          row.decision().verb().name().toLowerCase(Locale.ROOT),
          row.decision().reason().name(),
          row.decision().reason().meaning(),
          Cells.outcome(row));
    }
  }

  int mails() {
    return mails.size();
  }

  /** The calls of a day, from the sandbox's log. */
  Map<String, Object> calls(int day) {
    Day calls = days.getOrDefault(day, new Day(0, 0, List.of()));
    return Map.of(
        "day",
        day,
        "total",
        calls.total(),
        "calls",
        calls.calls().stream().map(Json.Obj::members).toList());
  }

  /** The whole history as JSON, without the many calls. */
  Map<String, Object> shape() {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("start", start);
    shape.put("users", users.values().stream().map(UserHistory::shape).toList());
    shape.put(
        "happenings",
        happenings.stream().map(h -> List.of(h.day(), h.kind(), h.user(), h.text())).toList());
    shape.put("mails", mails.stream().map(l -> List.of(l.day(), l.to(), l.subject())).toList());
    shape.put("files", files.values().stream().map(FileHistory::shape).toList());
    Map<Integer, Object> counts = new LinkedHashMap<>();
    days.forEach((day, calls) -> counts.put(day, List.of(calls.total(), calls.refused())));
    shape.put("calls", counts);
    return shape;
  }
}
