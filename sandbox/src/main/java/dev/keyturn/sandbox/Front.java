package dev.keyturn.sandbox;

import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.access.Permissions;
import dev.keyturn.sandbox.access.Signature;
import dev.keyturn.sandbox.access.Verdict;
import dev.keyturn.sandbox.account.Account;
import dev.keyturn.sandbox.account.Signer;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Handler;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import dev.keyturn.sandbox.service.Call;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.Need;
import dev.keyturn.sandbox.service.Service;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Fault;
import dev.keyturn.sandbox.trouble.Faults;
import dev.keyturn.sandbox.trouble.RateLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Handles a call: signature, injected faults, rate limit, permission, answer, log. All services
 * share one port; the signature's scope names the service.
 */
final class Front implements Handler {
  private final Account account;
  private final List<Service> services;
  private final Permissions permissions;
  private final Faults faults;
  private final RateLimits rateLimits;
  private final CallLog calls;
  private final InstantSource clock;
  private final AtomicLong requests = new AtomicLong();

  Front(
      Account account,
      List<Service> services,
      Permissions permissions,
      Faults faults,
      RateLimits rateLimits,
      CallLog calls,
      InstantSource clock) {
    this.account = account;
    this.services = List.copyOf(services);
    this.permissions = permissions;
    this.faults = faults;
    this.rateLimits = rateLimits;
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  public Optional<Reply> handle(Request request) {
    String requestId =
        new UUID(clock.instant().toEpochMilli(), requests.incrementAndGet()).toString();
    Optional<Signature> signature = Signature.of(request);
    Service service = service(request, signature);
    return new OneCall(request, service, requestId)
        .answer(signature)
        .map(
            reply -> reply.with("x-amzn-RequestId", requestId).with("x-amz-request-id", requestId));
  }

  /** The service of an unsigned request, by its path and body. */
  private Service service(Request request, Optional<Signature> signature) {
    String form =
        request.header("content-type").filter(t -> t.contains("form-urlencoded")).isPresent()
            ? "iam"
            : "s3";
    String guess = request.path().startsWith("/v2/email/") ? "ses" : form;
    String name = signature.map(Signature::service).orElse(guess);
    return services.stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElse(services.getFirst());
  }

  /** A call in progress, with the facts for the log. */
  private final class OneCall {
    private final Request request;
    private final Service service;
    private final String requestId;
    private String action = "?";
    private String keyId = "";
    private Map<String, String> parameters = Map.of();

    OneCall(Request request, Service service, String requestId) {
      this.request = request;
      this.service = service;
      this.requestId = requestId;
    }

    Optional<Reply> answer(Optional<Signature> signature) {
      try {
        Call call = service.read(Signature.unframed(request));
        action = call.action();
        parameters = call.parameters();
        Caller caller = caller(signature.orElseThrow(() -> service.wording().unsigned()));
        return answer(call, caller, faults.strike(service.name(), action, call.words()));
      } catch (AwsRefusal refusal) {
        log(refusal.status(), refusal.code());
        return Optional.of(service.refuse(refusal, request, requestId));
      } catch (IllegalArgumentException malformed) {
        log(400, "MalformedRequest");
        AwsRefusal refusal =
            new AwsRefusal(400, "InvalidRequest", String.valueOf(malformed.getMessage()));
        return Optional.of(service.refuse(refusal, request, requestId));
      }
    }

    private Optional<Reply> answer(Call call, Caller caller, Optional<Fault> fault) {
      if (fault.isPresent()) {
        switch (fault.get().effect()) {
          case THROTTLE -> throw service.wording().throttled();
          case SERVER_ERROR -> throw service.wording().failed();
          case DENY ->
              throw service
                  .wording()
                  .denied(caller, firstNeed(call, caller), Verdict.Decision.IMPLICIT_DENY);
          case DROP_BEFORE -> {
            log(CallLog.DROPPED, "");
            return Optional.empty();
          }
          case DROP_AFTER -> {
            servedUnheard(call, caller);
            log(CallLog.DROPPED, "");
            return Optional.empty();
          }
          case DELAY -> pause(fault.get().delay());
        }
      }
      Reply reply = served(call, caller);
      log(reply.status(), "");
      return Optional.of(reply);
    }

    /** Faults may also deny actions that need no permission. */
    private Need firstNeed(Call call, Caller caller) {
      return service.needs(call, caller).stream()
          .findFirst()
          .orElse(new Need(service.name() + ":" + call.action(), "*", Context.NONE));
    }

    private void servedUnheard(Call call, Caller caller) {
      try {
        served(call, caller);
      } catch (AwsRefusal refusal) {
        // The connection drops also where the call was refused.
      }
    }

    private Reply served(Call call, Caller caller) {
      if (!rateLimits.take(service.name())) {
        throw service.wording().throttled();
      }
      // IAM is global: AWS tells us-east-1 as the region of its use, whatever region a caller's
      // endpoint made it sign for.
      String region = service.name().equals("iam") ? "us-east-1" : caller.region();
      account.recordUse(caller.keyId(), region, service.name());
      Optional<String> resourcePolicy = service.resourcePolicy(call);
      for (Need need : service.needs(call, caller)) {
        check(caller, need, resourcePolicy);
      }
      return service.answer(call, caller);
    }

    private void check(Caller caller, Need need, Optional<String> resourcePolicy) {
      Verdict.Decision identity =
          permissions
              .verdict(caller.principal(), need.permission(), need.resource(), need.context())
              .decision();
      Verdict.Decision resource =
          resourcePolicy
              .map(
                  policy ->
                      permissions.ofResource(
                          policy,
                          caller.principal(),
                          need.permission(),
                          need.resource(),
                          need.context()))
              .map(Verdict::decision)
              .orElse(Verdict.Decision.IMPLICIT_DENY);
      if (resource == Verdict.Decision.EXPLICIT_DENY) {
        throw service.wording().denied(caller, need, resource, "a resource-based policy");
      }
      boolean allowed =
          identity == Verdict.Decision.ALLOWED
              || (identity == Verdict.Decision.IMPLICIT_DENY
                  && resource == Verdict.Decision.ALLOWED);
      if (!allowed) {
        throw service.wording().denied(caller, need, identity);
      }
    }

    private Caller caller(Signature signature) {
      keyId = signature.keyId();
      Signer signer = account.signer(keyId).orElseThrow(() -> service.wording().unknownKey());
      String token = signer.token().reveal();
      if (!token.isEmpty() && !token.equals(signature.token())) {
        throw service.wording().badToken();
      }
      if (!signature.matches(request, signer.secret())) {
        throw service.wording().badSignature();
      }
      if (!Signature.bodyMatches(request)) {
        throw new AwsRefusal(
            400,
            "XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed.");
      }
      return new Caller(signer.principal(), keyId, signature.region(), requestId);
    }

    private void log(int status, String error) {
      calls.add(
          new CallLog.Entry(
              clock.instant(), service.name(), action, keyId, parameters, status, error));
    }
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
