package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.access.Denial;
import dev.keyturn.sandbox.http.AwsRefusal;

/** How a service words the refusals that do not depend on the action. */
public record Wording(
    AwsRefusal throttled,
    AwsRefusal failed,
    AwsRefusal unsigned,
    AwsRefusal unknownKey,
    AwsRefusal badSignature,
    AwsRefusal badToken,
    AwsRefusal expired,
    String deniedCode) {

  /**
   * "Common error types" of the query protocol
   * (docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html).
   */
  static final Wording QUERY =
      new Wording(
          new AwsRefusal(400, "Throttling", "Rate exceeded"),
          new AwsRefusal(
              500,
              "InternalFailure",
              "The request processing has failed because of an unknown error."),
          new AwsRefusal(
              403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
          new AwsRefusal(
              403,
              "InvalidClientTokenId",
              "The security token included in the request is invalid."),
          new AwsRefusal(
              403,
              "SignatureDoesNotMatch",
              "The request signature we calculated does not match the signature you provided. Check"
                  + " your AWS Secret Access Key and signing method. Consult the service"
                  + " documentation for details."),
          new AwsRefusal(
              403, "InvalidClientTokenId", "The security token included in the request is invalid"),
          new AwsRefusal(
              403, "ExpiredToken", "The security token included in the request is expired"),
          "AccessDenied");

  /**
   * docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html; for a key that it does not
   * know, SES v2 has another code than SES v1, IAM and STS.
   */
  static final Wording SES =
      new Wording(
          new AwsRefusal(429, "TooManyRequestsException", "Too many requests"),
          new AwsRefusal(500, "InternalServiceErrorException", "The service has failed."),
          new AwsRefusal(
              403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
          new AwsRefusal(
              403,
              "UnrecognizedClientException",
              "The security token included in the request is invalid."),
          new AwsRefusal(403, "InvalidSignatureException", QUERY.badSignature().words()),
          new AwsRefusal(
              403,
              "UnrecognizedClientException",
              "The security token included in the request is invalid."),
          new AwsRefusal(
              403,
              "ExpiredTokenException",
              "The security token included in the request is expired"),
          "AccessDeniedException");

  /** docs.aws.amazon.com/organizations/latest/APIReference/CommonErrors.html. */
  static final Wording ORGANIZATIONS =
      new Wording(
          new AwsRefusal(
              400,
              "TooManyRequestsException",
              "You have sent too many requests in too short a period of time."),
          new AwsRefusal(500, "ServiceException", "AWS Organizations can't complete your request."),
          SES.unsigned(),
          SES.unknownKey(),
          SES.badSignature(),
          SES.badToken(),
          SES.expired(),
          SES.deniedCode());

  /** docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. */
  public static final Wording S3 =
      new Wording(
          new AwsRefusal(503, "SlowDown", "Please reduce your request rate."),
          new AwsRefusal(
              500, "InternalError", "We encountered an internal error. Please try again."),
          new AwsRefusal(403, "AccessDenied", "Access Denied"),
          new AwsRefusal(
              403,
              "InvalidAccessKeyId",
              "The AWS Access Key Id you provided does not exist in our records."),
          new AwsRefusal(
              403,
              "SignatureDoesNotMatch",
              "The request signature we calculated does not match the signature you provided. Check"
                  + " your key and signing method."),
          new AwsRefusal(
              400, "InvalidToken", "The provided token is malformed or otherwise invalid."),
          new AwsRefusal(400, "ExpiredToken", "The provided token has expired."),
          "AccessDenied");

  /**
   * The refusal of a caller who lacks a permission
   * (docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html). The kind of policy
   * is named within an account only, by S3 within an organization
   * (AmazonS3/latest/userguide/troubleshoot-403-errors.html); SES does not name it where a mail is
   * sent.
   */
  public AwsRefusal denied(Caller caller, Need need, Denial denial) {
    boolean s3 = need.permission().startsWith("s3:");
    if (s3 && denial.reach() == Denial.Reach.OUTSIDE) {
      return new AwsRefusal(403, deniedCode, "Access Denied");
    }
    if (need.permission().equals("ses:SendEmail")) {
      return new AwsRefusal(
          403,
          deniedCode,
          "User `%s' is not authorized to perform `%s' on resource `%s'"
              .formatted(caller.principal().arn(), need.permission(), need.resource()));
    }
    String what =
        "User: %s is not authorized to perform: %s on resource: %s"
            .formatted(
                caller.principal().arn(),
                need.permission(),
                s3 ? "\"" + need.resource() + "\"" : need.resource());
    boolean reasoned = s3 || denial.reach() == Denial.Reach.SAME_ACCOUNT;
    return new AwsRefusal(
        403, deniedCode, reasoned ? what + " " + denial.because(need.permission()) : what);
  }
}
