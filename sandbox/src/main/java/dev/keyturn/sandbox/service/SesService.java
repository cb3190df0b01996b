package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.http.Percent;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import dev.keyturn.sandbox.mail.Mailroom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SES's second API on the wire: REST with JSON (docs.aws.amazon.com/ses/latest/APIReference-V2).
 */
public final class SesService implements Service {
  private interface Action {
    Object answer(Mailroom room, Call call, Json.Obj body);
  }

  private record Route(String method, Pattern path, String action, Action answer) {
    Route(String method, String path, String action, Action answer) {
      this(method, Pattern.compile("/v2/email/" + path), action, answer);
    }
  }

  private static final Map<String, Object> DONE = Map.of();

  private static final List<Route> ROUTES =
      List.of(
          new Route("POST", "outbound-emails", "SendEmail", SesMails::send),
          new Route("GET", "account", "GetAccount", (room, _, _) -> SesShapes.account(room)),
          new Route("POST", "account/details", "PutAccountDetails", SesService::details),
          new Route("PUT", "account/sending", "PutAccountSendingAttributes", SesService::sending),
          new Route("POST", "identities", "CreateEmailIdentity", SesService::create),
          new Route("GET", "identities", "ListEmailIdentities", SesService::list),
          // Current SDKs list by POST, with the page in the body.
          new Route("POST", "list-identities", "ListEmailIdentities", SesService::list),
          new Route(
              "GET",
              "identities/([^/]+)",
              "GetEmailIdentity",
              (room, call, _) ->
                  SesShapes.identity(
                      call.parameter("Name"), room.verified(call.parameter("Name")))),
          new Route("DELETE", "identities/([^/]+)", "DeleteEmailIdentity", SesService::delete),
          new Route(
              "GET", "suppression/addresses", "ListSuppressedDestinations", SesService::listed),
          new Route(
              "PUT", "suppression/addresses", "PutSuppressedDestination", SesService::suppress),
          new Route(
              "GET",
              "suppression/addresses/([^/]+)",
              "GetSuppressedDestination",
              (room, call, _) -> SesShapes.suppressed(room.suppressed(call.parameter("Name")))),
          new Route(
              "DELETE",
              "suppression/addresses/([^/]+)",
              "DeleteSuppressedDestination",
              SesService::unsuppress));

  private final Account account;

  public SesService(Account account) {
    this.account = account;
  }

  @Override
  public String name() {
    return "ses";
  }

  @Override
  public Wording wording() {
    return Wording.SES;
  }

  @Override
  public Call read(Request request) {
    Route route =
        route(request)
            .orElseThrow(
                () -> new AwsRefusal(404, "UnknownOperationException", "Unknown operation"));
    Map<String, String> parameters = new LinkedHashMap<>();
    request.query().forEach(p -> parameters.put(p.name(), p.value()));
    Matcher path = route.path().matcher(request.path());
    if (path.matches() && path.groupCount() > 0) {
      parameters.put("Name", Percent.decode(path.group(1)));
    }
    if (route.action().equals("SendEmail")) {
      parameters.putAll(SesMails.envelope(body(request)));
    }
    return new Call(route.action(), parameters, request);
  }

  /**
   * What is about one identity names it; a mail is sent by the identity that is verified, the
   * address before its domain. The other actions know no resources.
   */
  @Override
  public List<Need> needs(Call call, Caller caller) {
    String from = call.parameter("From");
    if (call.action().equals("SendEmail")) {
      String identity = account.mailroom(caller.region()).identityOf(from);
      Context context = Context.of("ses:FromAddress", Mailroom.address(from));
      return List.of(new Need("ses:SendEmail", arn(caller, identity), context));
    }
    String resource =
        call.action().endsWith("EmailIdentity") && !call.parameter("Name").isEmpty()
            ? arn(caller, call.parameter("Name"))
            : "*";
    return List.of(new Need("ses:" + call.action(), resource, Context.NONE));
  }

  private String arn(Caller caller, String identity) {
    return "arn:aws:ses:" + caller.region() + ":" + account.id() + ":identity/" + identity;
  }

  @Override
  public Reply answer(Call call, Caller caller) {
    Route route = route(call.request()).orElseThrow();
    Object answer =
        route.answer().answer(account.mailroom(caller.region()), call, body(call.request()));
    return Reply.of(200, "application/json", Json.write(answer));
  }

  @Override
  public Reply refuse(AwsRefusal refusal, Request request, String requestId) {
    return Reply.of(
            refusal.status(), "application/json", Json.write(Map.of("message", refusal.words())))
        .with("x-amzn-ErrorType", refusal.code());
  }

  private static Optional<Route> route(Request request) {
    return ROUTES.stream()
        .filter(
            r -> r.method().equals(request.method()) && r.path().matcher(request.path()).matches())
        .findFirst();
  }

  private static Json.Obj body(Request request) {
    try {
      return Json.object(request.body());
    } catch (IllegalArgumentException e) {
      throw new AwsRefusal(400, "SerializationException", "The request body is not JSON.");
    }
  }

  /** AWS decides on it within a day; here it is granted at once. */
  private static Object details(Mailroom room, Call call, Json.Obj body) {
    Mailroom.Standing was = room.standing();
    room.standing(
        new Mailroom.Standing(
            body.flag("ProductionAccessEnabled").orElse(was.productionAccess()),
            was.sending(),
            was.perDay(),
            was.perSecond()));
    return DONE;
  }

  private static Object sending(Mailroom room, Call call, Json.Obj body) {
    Mailroom.Standing was = room.standing();
    room.standing(
        new Mailroom.Standing(
            was.productionAccess(),
            body.flag("SendingEnabled").orElse(false),
            was.perDay(),
            was.perSecond()));
    return DONE;
  }

  private static Object create(Mailroom room, Call call, Json.Obj body) {
    String identity = SesShapes.need(body, "EmailIdentity");
    room.create(identity);
    return SesShapes.created(identity);
  }

  private static Object list(Mailroom room, Call call, Json.Obj body) {
    Paging.Page<Map.Entry<String, Boolean>> page =
        SesShapes.paging(call, body)
            .page(List.copyOf(room.identities().entrySet()), Map.Entry::getKey);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("EmailIdentities", page.elements().stream().map(SesShapes::listed).toList());
    page.marker().ifPresent(marker -> answer.put("NextToken", marker));
    return answer;
  }

  private static Object delete(Mailroom room, Call call, Json.Obj body) {
    room.delete(call.parameter("Name"));
    return DONE;
  }

  private static Object suppress(Mailroom room, Call call, Json.Obj body) {
    room.suppress(SesShapes.need(body, "EmailAddress"), SesShapes.need(body, "Reason"));
    return DONE;
  }

  private static Object listed(Mailroom room, Call call, Json.Obj body) {
    Paging.Page<Mailroom.Suppressed> page =
        SesShapes.paging(call, body).page(room.suppressed(), Mailroom.Suppressed::address);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "SuppressedDestinationSummaries", page.elements().stream().map(SesShapes::entry).toList());
    page.marker().ifPresent(marker -> answer.put("NextToken", marker));
    return answer;
  }

  private static Object unsuppress(Mailroom room, Call call, Json.Obj body) {
    room.unsuppress(call.parameter("Name"));
    return DONE;
  }
}
