package dev.keyturn.aws.client;

import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The meaning of the SDK's exceptions.
 *
 * @param advice the advice if a permission of the caller is missing; may be empty
 */
public record Failures(String advice) {
  /** Error codes for invalid credentials. Each service has its own. */
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
          "RequestInTheFuture",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch",
          "TokenRefreshRequired",
          "UnrecognizedClientException");

  /** Codes that mean: another caller is changing the same resource, try again later. */
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

  /** The suffix that the SDK adds to its messages; here it always makes one attempt. */
  private static final Pattern ATTEMPTS = Pattern.compile(" ?\\(SDK Attempt Count: \\d+\\)");

  /** The JDK's message if a proxy refuses a TLS connection. */
  static final String REFUSED_BY_PROXY = "Unable to tunnel through proxy";

  private static final int TOO_MANY_REQUESTS = 429;

  /**
   * Converts an exception.
   *
   * @param replies know whether the call was sent, and AWS's clock
   */
  PortFailure of(String what, SdkException exception, Replies replies) {
    return of(what, exception, replies.sent(), replies.ahead());
  }

  PortFailure of(String what, SdkException exception, boolean sent, Duration ahead) {
    return exception instanceof AwsServiceException reply
        ? refusal(what, reply, ahead)
        : noReply(what, exception, sent);
  }

  private PortFailure refusal(String what, AwsServiceException reply, Duration ahead) {
    Kind kind = kind(reply);
    String words = words(reply);
    if (ClockSkew.explains(reply, ahead)) {
      return new PortFailure(
          Kind.CREDENTIALS,
          "%s was refused: %s; correct it. AWS says: %s"
              .formatted(what, ClockSkew.words(ahead), words));
    }
    String told = what + " " + verdict(kind) + ": " + words;
    if (kind != Kind.DENIED) {
      return new PortFailure(kind, told);
    }
    Denial denial = Denial.in(words);
    String advised = told + denial.advice(advice);
    return denial
        .denier()
        .map(denier -> PortFailure.deniedBy(denier, advised))
        .orElseGet(() -> new PortFailure(kind, advised));
  }

  private static PortFailure noReply(String what, SdkException exception, boolean sent) {
    Optional<String> setting = unusableSetting(exception);
    if (setting.isPresent()) {
      return new PortFailure(Kind.UNREACHABLE, setting.get() + ".");
    }
    String words =
        unknownHost(exception)
            .orElseGet(() -> withoutAttempts(String.valueOf(exception.getMessage())));
    return !sent || neverSent(exception)
        ? new PortFailure(
            Kind.UNREACHABLE,
            what
                + " could not be sent: "
                + words
                + ". Check the network, the region and, if set, AWS_ENDPOINT_URL.")
        : new PortFailure(Kind.UNCLEAR, what + " had no answer: " + words);
  }

  public static String withoutAttempts(String words) {
    return ATTEMPTS.matcher(words).replaceAll("");
  }

  /**
   * The name that cannot be resolved, if that is the cause, and the proxy; the SDK's message leaves
   * both out.
   */
  public static Optional<String> unknownHost(Throwable exception) {
    String words = "";
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains(NamingClient.THROUGH)) {
        words = message;
      }
      if (cause instanceof UnknownHostException) {
        return Optional.of(words.isEmpty() ? unresolved(message) : words);
      }
    }
    return Optional.empty();
  }

  /** The message about a setting that cannot be used, if that is the cause. */
  public static Optional<String> unusableSetting(Throwable exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof NamingClient.Unusable) {
        return Optional.ofNullable(cause.getMessage());
      }
    }
    return Optional.empty();
  }

  /** The message about a name that cannot be resolved. */
  static String unresolved(String host) {
    return "the name %s cannot be resolved".formatted(host.replaceFirst(":.*", ""));
  }

  /** Whether no connection was made. */
  public static boolean neverSent(Throwable exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof NoRouteToHostException
          || cause instanceof SSLHandshakeException
          || cause instanceof NamingClient.Unusable
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
      case CREDENTIALS -> "was refused, AWS does not accept these credentials";
      case THROTTLED -> "was throttled too often";
      case NOT_FOUND -> "found nothing";
      case UNSUPPORTED -> "is not supported there";
      case REFUSED -> "was refused";
      case UNREACHABLE -> "could not be sent";
      case UNCLEAR -> "failed on AWS's side";
    };
  }

  /** AWS's message, on one line. */
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
