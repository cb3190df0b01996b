package dev.keyturn.mail.template;

import dev.keyturn.mail.Commands;
import dev.keyturn.mail.Console;
import dev.keyturn.mail.Digest;
import dev.keyturn.mail.Digest.Deed;
import dev.keyturn.mail.Digest.Deferred;
import dev.keyturn.mail.Digest.Failed;
import dev.keyturn.mail.Digest.Page;
import dev.keyturn.mail.Digest.Part;
import dev.keyturn.mail.Digest.Relief;
import dev.keyturn.mail.Digest.Stuck;
import dev.keyturn.mail.FilePlace;
import dev.keyturn.mail.Signature;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The variables of a digest's template. {@link Variables} has the rules. */
final class DigestVariables {
  private final Map<String, Object> all;

  private DigestVariables(Map<String, Object> common) {
    this.all = new TreeMap<>(common);
  }

  static Map<String, Object> of(Digest digest, Signature signature, LocalDate today) {
    DigestVariables variables = new DigestVariables(Variables.common(signature, today));
    variables.add(digest);
    return variables.all;
  }

  private void add(Digest digest) {
    all.put("summary", summary(digest));
    part("Exposed", digest.exposed(), DigestVariables::toRun);
    part("Failed", digest.failed(), DigestVariables::failed);
    part("Replaced", digest.replaced(), DigestVariables::toRun);
    part("SwitchedOff", digest.switchedOff(), DigestVariables::deed);
    part("Deleted", digest.deleted(), DigestVariables::deed);
    part("Cleared", digest.cleared(), DigestVariables::deed);
    part("Stuck", digest.stuck(), DigestVariables::stuck);
    part("NeverRotated", digest.neverRotated(), DigestVariables::deed);
    part("Left", digest.deferred(), DigestVariables::deferred);
    Digest.Rest rest = digest.rest();
    all.put("users", rest.users());
    all.put("lookedAfter", rest.managed());
    all.put("warned", rest.warned());
    all.put("waiting", rest.waiting());
    all.put("apiCalls", rest.apiCalls());
    all.put("seconds", String.format(Locale.ROOT, "%.1f", rest.time().toMillis() / 1000.0));
    switch (digest.page()) {
      case Page.At(FilePlace place) -> {
        all.put("hasReport", true);
        all.put("report", report(place));
      }
      case Page.None() -> all.put("hasReport", false);
    }
  }

  private <T> void part(String name, Part<T> part, Function<T, Map<String, Object>> row) {
    boolean any = part.number() > 0;
    all.put("has" + name, any);
    if (any) {
      Map<String, Object> group = new TreeMap<>();
      group.put("number", part.number());
      group.put("rows", part.shown().stream().map(row).toList());
      group.put("hasMore", part.more() > 0);
      if (part.more() > 0) {
        group.put("more", part.more());
      }
      all.put(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), group);
    }
  }

  private static Map<String, Object> failed(Failed failed) {
    return Map.of("user", failed.user().value(), "step", failed.step(), "error", failed.error());
  }

  private static Map<String, Object> deed(Deed deed) {
    return Map.of("user", deed.user().value(), "what", deed.what());
  }

  private static Map<String, Object> toRun(Deed deed) {
    Map<String, Object> row = new TreeMap<>(deed(deed));
    row.put("hasCommand", deed.command().isPresent());
    deed.command().ifPresent(command -> row.put("command", command));
    return row;
  }

  private static Map<String, Object> stuck(Stuck stuck) {
    Map<String, Object> row =
        new TreeMap<>(Map.of("user", stuck.user().value(), "why", stuck.why()));
    switch (stuck.relief()) {
      case Relief.Advice(String text) -> {
        row.put("hasCommand", false);
        row.put("advice", text);
      }
      case Relief.Command(String before, String command, String after) -> {
        row.put("hasCommand", true);
        row.put("advice", before);
        row.put("command", command);
        row.put("hasAfter", !after.isEmpty());
        if (!after.isEmpty()) {
          row.put("after", after);
        }
      }
    }
    return row;
  }

  private static Map<String, Object> deferred(Deferred deferred) {
    return Map.of("users", count(deferred.number(), "user"), "why", deferred.why());
  }

  private static Map<String, Object> report(FilePlace place) {
    Map<String, Object> report = new TreeMap<>();
    report.put("name", "s3://" + place.bucket() + "/" + place.key());
    report.put("fetch", Commands.fetch(place));
    var page = Console.page(place);
    report.put("hasPage", page.isPresent());
    page.ifPresent(link -> report.put("page", link));
    return report;
  }

  /** What happened, the most serious first. */
  private static String summary(Digest digest) {
    long deferred = digest.deferred().shown().stream().mapToLong(Deferred::number).sum();
    String said =
        Stream.of(
                said(digest.exposed().number(), "exposed"),
                said(digest.failed().number(), "failed"),
                said(digest.replaced().number(), "replaced"),
                said(digest.switchedOff().number(), "deactivated"),
                said(digest.deleted().number(), "deleted"),
                said(digest.cleared().number(), "cleared"),
                said(digest.stuck().number(), "held until an administrator acts"),
                said(deferred, "left for the next run"))
            .flatMap(List::stream)
            .collect(Collectors.joining(", "));
    return said.isEmpty() ? "nothing done" : said;
  }

  private static List<String> said(long number, String what) {
    return number == 0 ? List.of() : List.of(number + " " + what);
  }

  private static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
