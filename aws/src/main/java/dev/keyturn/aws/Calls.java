package dev.keyturn.aws;

import dev.keyturn.run.Patience;
import dev.keyturn.run.PortFailure;
import dev.keyturn.run.PortFailure.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes calls, and turns what the SDK throws into a failure that names the verb and its object. */
final class Calls {
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

  private final Patience patience;
  private final Replies replies;

  Calls(Patience patience, Replies replies) {
    this.patience = patience;
    this.replies = replies;
  }

  /**
   * Makes an idempotent call, as often as it takes.
   *
   * @param what the verb and its object, as "ListAccessKeys for alice"
   * @param call makes it, and reads the reply
   */
  <T> T call(String what, Supplier<T> call) {
    return patience.call(() -> once(what, call));
  }

  /**
   * Makes an idempotent call that changes something. A reply that names no request comes from
   * something between us and AWS, such as a proxy's page, and does not say that it was done.
   */
  void write(String what, Supplier<? extends AwsResponse> call) {
    call(
        what,
        () -> {
          AwsResponse reply = call.get();
          if (!namesItsRequest(reply)) {
            throw new IllegalStateException("it names no request of AWS's");
          }
          return reply;
        });
  }

  static boolean namesItsRequest(AwsResponse reply) {
    return !reply.responseMetadata().requestId().equals(NO_REQUEST);
  }

  /** Makes a call in one attempt. */
  <T> T once(String what, Supplier<T> call) {
    replies.expectCall();
    try {
      return call.get();
    } catch (SdkException e) {
      throw failure(what, e, replies.sent());
    } catch (PortFailure failure) {
      throw failure;
    } catch (RuntimeException | StackOverflowError e) {
      // The SDK hands on whatever a reply holds, also nothing; what makes no sense is refused by
      // the constructors. Its own parsers throw what they like, and go as deep as a reply does.
      throw new PortFailure(
          Kind.UNCLEAR, what + " had an answer that cannot be read: " + e.getMessage());
    }
  }

  /**
   * What an exception of the SDK means.
   *
   * @param sent whether the call went out at all
   */
  static PortFailure failure(String what, SdkException exception, boolean sent) {
    return exception instanceof AwsServiceException reply
        ? new PortFailure(
            kind(reply),
            what + " " + verdict(kind(reply)) + ": " + words(reply) + advice(kind(reply)))
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
    if (reply.isThrottlingException() || status == 429 || BUSY.contains(code)) {
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

  static String code(AwsServiceException reply) {
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

  private static String advice(Kind kind) {
    return kind == Kind.DENIED ? ". The role in deploy/template.yaml may do this." : "";
  }

  /** AWS's own words, on one line. */
  private static String words(AwsServiceException reply) {
    String message =
        Optional.ofNullable(reply.awsErrorDetails())
            .map(details -> Optional.ofNullable(details.errorMessage()).orElse(""))
            .orElse("");
    String code = code(reply);
    String words = message.isBlank() ? "HTTP status " + reply.statusCode() : message.strip();
    return (code.isBlank() ? words : words + " (" + code + ")").replaceAll("\\s+", " ");
  }
}
