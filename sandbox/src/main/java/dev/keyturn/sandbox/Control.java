package dev.keyturn.sandbox;

import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Handler;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import dev.keyturn.sandbox.organization.AccountState;
import dev.keyturn.sandbox.organization.Accounts;
import dev.keyturn.sandbox.organization.Organization;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Faults;
import dev.keyturn.sandbox.trouble.RateLimits;
import dev.keyturn.sandbox.trouble.Trouble;
import dev.keyturn.sandbox.trouble.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The control interface under {@code /_sandbox/}, for people and tests: JSON, unsigned. README.md
 * shows each call.
 */
final class Control implements Handler {
  /** Answers one call. */
  interface Action {
    Object answer(Json.Obj body);
  }

  private static final String PATH = "/_sandbox";

  private final Accounts accounts;
  private final TurnableClock clock;
  private final Trouble trouble;
  private final Map<String, Action> actions = new HashMap<>();

  Control(Accounts accounts, TurnableClock clock, Trouble trouble) {
    this.accounts = accounts;
    this.clock = clock;
    this.trouble = trouble;
    Faults faults = trouble.faults();
    CallLog calls = trouble.calls();
    actions.put("GET /clock", _ -> now());
    actions.put("POST /clock", this::turn);
    actions.put(
        "GET /faults",
        _ -> Map.of("faults", faults.pending().stream().map(ControlShapes::fault).toList()));
    actions.put("POST /faults", body -> done(() -> faults.order(ControlShapes.fault(body))));
    actions.put("DELETE /faults", _ -> done(faults::clear));
    actions.put(
        "GET /calls",
        _ -> Map.of("calls", calls.entries().stream().map(ControlShapes::call).toList()));
    actions.put("DELETE /calls", _ -> done(calls::clear));
    actions.put(
        "GET /counts",
        _ -> Map.of("counts", calls.counts().stream().map(ControlShapes::count).toList()));
    actions.put("POST /limits", this::limit);
    actions.put("DELETE /limits", _ -> done(trouble.rateLimits()::clear));
    actions.put("POST /organization", this::organization);
    actions.put("GET /accounts", _ -> Map.of("accounts", ids()));
    actions.put(
        "POST /accounts", body -> done(() -> accounts.create(ControlShapes.need(body, "id"))));
  }

  private Object organization(Json.Obj body) {
    Organization organization = accounts.organization();
    body.flag("emptyPages").ifPresent(organization::emptyPages);
    body.text("state")
        .map(AccountState::valueOf)
        .ifPresent(state -> organization.state(ControlShapes.need(body, "account"), state));
    return done(() -> {});
  }

  private List<String> ids() {
    return accounts.all().stream().map(Account::id).toList();
  }

  static boolean concerns(Request request) {
    return request.path().startsWith(PATH + "/");
  }

  @Override
  public Optional<Reply> handle(Request request) {
    try {
      Map<String, Action> known = new TreeMap<>(actions);
      known.putAll(AccountControl.of(account(request), clock));
      Action action = known.get(request.method() + " " + request.path().substring(PATH.length()));
      if (action == null) {
        return Optional.of(error(404, "Known here: " + known.keySet()));
      }
      return Optional.of(
          Reply.of(
              200, "application/json", Json.write(action.answer(Json.object(request.body())))));
    } catch (AwsRefusal | IllegalArgumentException | DateTimeParseException e) {
      return Optional.of(error(400, String.valueOf(e.getMessage())));
    }
  }

  /** The account that a call is about; unless it names one, the first. */
  private Account account(Request request) {
    return request.query("account").map(accounts::get).orElseGet(accounts::first);
  }

  private Map<String, Object> now() {
    return Map.of("now", clock.instant());
  }

  private Object turn(Json.Obj body) {
    body.number("days")
        .ifPresent(days -> clock.advance(Duration.ofSeconds(Math.round(days * 86_400))));
    body.text("by").map(Duration::parse).ifPresent(clock::advance);
    body.text("to").map(Instant::parse).ifPresent(clock::turnTo);
    return now();
  }

  private Object limit(Json.Obj body) {
    double perSecond = body.number("perSecond").orElse(0.0);
    RateLimits.Limit limit =
        new RateLimits.Limit(perSecond, body.number("burst").orElse(Math.max(1, perSecond)));
    return done(() -> trouble.rateLimits().set(ControlShapes.need(body, "service"), limit));
  }

  static Map<String, Object> done(Runnable effect) {
    effect.run();
    return Map.of("done", true);
  }

  private static Reply error(int status, String words) {
    return Reply.of(status, "application/json", Json.write(Map.of("error", words)));
  }
}
