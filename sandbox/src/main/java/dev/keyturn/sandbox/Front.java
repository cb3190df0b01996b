package dev.keyturn.sandbox;

import dev.keyturn.sandbox.access.Authorization;
import dev.keyturn.sandbox.access.Context;
import dev.keyturn.sandbox.access.Denial;
import dev.keyturn.sandbox.access.Signature;
import dev.keyturn.sandbox.account.Signer;
import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Handler;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import dev.keyturn.sandbox.organization.Accounts;
import dev.keyturn.sandbox.service.Call;
import dev.keyturn.sandbox.service.Caller;
import dev.keyturn.sandbox.service.Need;
import dev.keyturn.sandbox.service.Service;
import dev.keyturn.sandbox.trouble.CallLog;
import dev.keyturn.sandbox.trouble.Fault;
import dev.keyturn.sandbox.trouble.Trouble;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Handles a call: signature, injected faults, rate limit, permission, answer, log. All services
 * share one port; the signature's scope names the service, and its key the account.
 */
final class Front implements Handler {
  private final Accounts accounts;
  private final Services services;
  private final Authorization authorization;
  private final Trouble trouble;
  private final InstantSource clock;
  private final AtomicLong requests = new AtomicLong();

  Front(Accounts accounts, Authorization authorization, Trouble trouble, InstantSource clock) {
    this.accounts = accounts;
    this.services = new Services(accounts, authorization);
    this.authorization = authorization;
    this.trouble = trouble;
    this.clock = clock;
  }

  @Override
  public Optional<Reply> handle(Request request) {
    String requestId =
        new UUID(clock.instant().toEpochMilli(), requests.incrementAndGet()).toString();
    return new OneCall(request, requestId)
        .answer()
        .map(
            reply -> reply.with("x-amzn-RequestId", requestId).with("x-amz-request-id", requestId));
  }

  /** The name of the service that a request is for; of an unsigned one, by its path and body. */
  private static String service(Request request, Optional<Signature> signature) {
    String form =
        request.header("content-type").filter(t -> t.contains("form-urlencoded")).isPresent()
            ? "iam"
            : "s3";
    String guess = request.path().startsWith("/v2/email/") ? "ses" : form;
    return signature.map(Signature::service).orElse(guess);
  }

  /** A call in progress, with the facts for the log. */
  private final class OneCall {
    private final Request request;
    private final String requestId;
    private final Optional<Signature> signature;
    private Service service;
    private String action = "?";
    private String account = "";
    private String keyId = "";
    private Map<String, String> parameters = Map.of();

    OneCall(Request request, String requestId) {
      this.request = request;
      this.requestId = requestId;
      this.signature = Signature.of(request);
      this.service = services.of(accounts.first().id(), service(request, signature));
    }

    Optional<Reply> answer() {
      try {
        Call call = service.read(Signature.unframed(request));
        action = call.action();
        parameters = call.parameters();
        Caller caller = caller(signature.orElseThrow(() -> service.wording().unsigned()));
        account = caller.account();
        service = services.of(service.owner(call).orElse(account), service.name());
        Set<String> words = new HashSet<>(call.words());
        words.add(account);
        return answer(call, caller, trouble.faults().strike(service.name(), action, words));
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
              throw service.wording().denied(caller, firstNeed(call, caller), Denial.notAllowed());
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
      if (!trouble.rateLimits().take(service.name())) {
        throw service.wording().throttled();
      }
      // IAM is global: AWS tells us-east-1 as the region of its use, whatever region a caller's
      // endpoint made it sign for.
      String region = service.name().equals("iam") ? "us-east-1" : caller.region();
      accounts.get(account).recordUse(caller.keyId(), region, service.name());
      for (Need need : service.needs(call, caller)) {
        check(call, caller, need);
      }
      return service.answer(call, caller);
    }

    private void check(Call call, Caller caller, Need need) {
      authorization
          .denial(
              caller.principal(),
              new Authorization.Asked(need.permission(), need.resource(), need.context()),
              service.guard(call, caller))
          .ifPresent(
              denial -> {
                throw service.wording().denied(caller, need, denial);
              });
    }

    private Caller caller(Signature signature) {
      keyId = signature.keyId();
      Signer signer =
          accounts
              .signer(keyId)
              .orElseThrow(
                  () ->
                      accounts.expired(keyId)
                          ? service.wording().expired()
                          : service.wording().unknownKey());
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
      trouble
          .calls()
          .add(
              new CallLog.Entry(
                  clock.instant(),
                  service.name(),
                  action,
                  account,
                  keyId,
                  parameters,
                  status,
                  error));
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
