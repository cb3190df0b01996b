package dev.keyturn.aws.client;

import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.throttle.RateLimiter;
import dev.keyturn.throttle.RetryPolicy;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes calls, and turns what the SDK throws into a failure that names the verb and its object. */
public final class Calls {
  /** Codes of AWS that mean: these credentials will not do. Each service has its own words. */
  private static final Set<String> CREDENTIALS =
      Set.of(
          "AuthFailure",
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "InvalidToken",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "NotSignedUp",
          "OptInRequired",
          "RequestExpired",
          "SignatureDoesNotMatch",
          "TokenRefreshRequired",
          "UnrecognizedClientException");

  /** Codes that mean: somebody else is at this very thing, come back in a moment. */
  private static final Set<String> BUSY =
      Set.of(
          "ConcurrentModification",
          "ConcurrentModificationException",
          "ConditionalRequestConflict",
          "EntityTemporarilyUnmodifiable",
          "OperationAborted",
          "ServiceQuotaExceeded.RateLimit",
          "SlowDown");

  private static final Set<String> UNSUPPORTED =
      Set.of(
          "InvalidAction",
          "NotImplemented",
          "UnknownOperation",
          "UnknownOperationException",
          "UnsupportedOperation");

  /** What the SDK adds to its messages; it makes one attempt at a time. */
  private static final Pattern ATTEMPTS = Pattern.compile(" ?\\(SDK Attempt Count: \\d+\\)");

  /** What the SDK says where a reply names no request (AwsResponseMetadata). */
  private static final String NO_REQUEST = "UNKNOWN";

  /** What may do what was denied to a run. */
  private static final String SHIPPED = ". The role in deploy/template.yaml may do this.";

  /** What the JDK says where a proxy does not let a TLS connection through. */
  private static final String REFUSED_BY_PROXY = "Unable to tunnel through proxy";

  private static final int TOO_MANY_REQUESTS = 429;

  private final RetryPolicy patience;
  private final Replies replies;
  private final String advice;
  private final List<RateLimiter> paces;

  /** Calls of a run, which the shipped role may make, and which go at once. */
  public Calls(RetryPolicy patience, Replies replies) {
    this(patience, replies, SHIPPED);
  }

  /**
   * Calls that others may make, and which go at once.
   *
   * @param advice what is said to whoever is denied; may be empty
   */
  public Calls(RetryPolicy patience, Replies replies, String advice) {
    this(patience, replies, advice, List.of());
  }

  private Calls(RetryPolicy patience, Replies replies, String advice, List<RateLimiter> paces) {
    this.patience = patience;
    this.replies = replies;
    this.advice = advice;
    this.paces = List.copyOf(paces);
  }

  /** The same, each attempt at a pace, which AWS's throttling lowers. */
  public Calls at(RateLimiter pace) {
    return new Calls(patience, replies, advice, List.of(pace));
  }

  /**
   * Makes an idempotent call, as often as it takes.
   *
   * @param what the verb and its object, as "ListAccessKeys for alice"
   * @param call makes it, and reads the reply
   */
  public <T> T call(String what, Supplier<T> call) {
    return patience.call(() -> once(what, Calls::noCheck, call));
  }

  /**
   * Makes an idempotent call that changes something. A reply that names no request comes from
   * something between us and AWS, such as a proxy's page, and does not say that it was done.
   */
  public void write(String what, Supplier<? extends AwsResponse> call) {
    write(what, Calls::noCheck, call);
  }

  /**
   * The same.
   *
   * @param check the last word before each attempt, after all waits; what it throws ends the call
   */
  public void write(String what, Runnable check, Supplier<? extends AwsResponse> call) {
    patience.call(
        () ->
            once(
                what,
                check,
                () -> {
                  AwsResponse reply = call.get();
                  if (!namesItsRequest(reply)) {
                    throw new IllegalStateException("it names no request of AWS's");
                  }
                  return reply;
                }));
  }

  public static boolean namesItsRequest(AwsResponse reply) {
    return !reply.responseMetadata().requestId().equals(NO_REQUEST);
  }

  /** Makes a call in one attempt. */
  public <T> T once(String what, Supplier<T> call) {
    return once(what, Calls::noCheck, call);
  }

  /**
   * The same.
   *
   * @param check the last word, after all waits; what it throws comes through
   */
  public <T> T once(String what, Runnable check, Supplier<T> call) {
    List<Instant> turns = paces.stream().map(RateLimiter::take).toList();
    check.run();
    replies.expectCall();
    try {
      return call.get();
    } catch (SdkException e) {
      if (tooFast(e)) {
        IntStream.range(0, turns.size()).forEach(i -> paces.get(i).throttled(turns.get(i)));
      }
      throw failure(what, e, replies.sent(), advice);
    } catch (PortFailure failure) {
      throw failure;
    } catch (RuntimeException | StackOverflowError e) {
      // The SDK hands on whatever a reply holds, also nothing; what makes no sense is refused by
      // the constructors. Its own parsers throw what they like, and go as deep as a reply does.
      throw new PortFailure(
          Kind.UNCLEAR, what + " had an answer that cannot be read: " + e.getMessage());
    }
  }

  private static void noCheck() {}

  /** Whether AWS was called too often; what is only busy says nothing of the pace. */
  private static boolean tooFast(SdkException exception) {
    return exception instanceof AwsServiceException reply
        && (reply.isThrottlingException() || reply.statusCode() == TOO_MANY_REQUESTS);
  }

  /**
   * What an exception of the SDK means.
   *
   * @param sent whether the call went out at all
   */
  static PortFailure failure(String what, SdkException exception, boolean sent) {
    return failure(what, exception, sent, SHIPPED);
  }

  private static PortFailure failure(
      String what, SdkException exception, boolean sent, String advice) {
    return exception instanceof AwsServiceException reply
        ? new PortFailure(
            kind(reply),
            what
                + " "
                + verdict(kind(reply))
                + ": "
                + words(reply)
                + (kind(reply) == Kind.DENIED ? advice : ""))
        : noReply(what, exception, sent);
  }

  private static PortFailure noReply(String what, SdkException exception, boolean sent) {
    String words = ATTEMPTS.matcher(String.valueOf(exception.getMessage())).replaceAll("");
    return !sent || neverSent(exception)
        ? new PortFailure(
            Kind.UNREACHABLE,
            what
                + " could not be sent: "
                + words
                + ". Is there a network, and do region and AWS_ENDPOINT_URL, if it is set, name"
                + " what is there?")
        : new PortFailure(Kind.UNCLEAR, what + " had no answer: " + words);
  }

  private static boolean neverSent(Throwable exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof NoRouteToHostException
          || cause instanceof SSLHandshakeException
          || String.valueOf(cause.getMessage()).startsWith(REFUSED_BY_PROXY)
          || (cause instanceof SocketTimeoutException
              && String.valueOf(cause.getMessage())
                  .toLowerCase(Locale.ROOT)
                  .contains("connect timed out"))) {
        return true;
      }
    }
    return false;
  }

  private static Kind kind(AwsServiceException reply) {
    String code = code(reply);
    int status = reply.statusCode();
    if (reply.isThrottlingException() || status == TOO_MANY_REQUESTS || BUSY.contains(code)) {
      return Kind.THROTTLED;
    }
    if (status >= 500 && status != 501) {
      return Kind.UNCLEAR;
    }
    if (CREDENTIALS.contains(code)) {
      return Kind.CREDENTIALS;
    }
    if (UNSUPPORTED.contains(code) || status == 501) {
      return Kind.UNSUPPORTED;
    }
    if (code.equals("NoSuchEntity")) {
      return Kind.NOT_FOUND;
    }
    return code.startsWith("AccessDenied") || code.equals("UnauthorizedOperation") || status == 403
        ? Kind.DENIED
        : Kind.REFUSED;
  }

  public static String code(AwsServiceException reply) {
    return Optional.ofNullable(reply.awsErrorDetails())
        .map(details -> Optional.ofNullable(details.errorCode()).orElse(""))
        .orElse("");
  }

  private static String verdict(Kind kind) {
    return switch (kind) {
      case DENIED -> "was denied";
      case CREDENTIALS -> "was refused, AWS does not take these credentials";
      case THROTTLED -> "was throttled too often";
      case NOT_FOUND -> "found nothing";
      case UNSUPPORTED -> "is not known there";
      case REFUSED -> "was refused";
      case UNREACHABLE -> "could not be sent";
      case UNCLEAR -> "failed on AWS's side";
    };
  }

  /** AWS's own words, on one line. */
  public static String words(AwsServiceException reply) {
    String message =
        Optional.ofNullable(reply.awsErrorDetails())
            .map(details -> Optional.ofNullable(details.errorMessage()).orElse(""))
            .orElse("");
    String code = code(reply);
    String words = message.isBlank() ? "HTTP status " + reply.statusCode() : message.strip();
    return (code.isBlank() ? words : words + " (" + code + ")").replaceAll("\\s+", " ");
  }
}
