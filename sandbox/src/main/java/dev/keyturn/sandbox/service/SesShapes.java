package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.mail.Mailroom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The JSON shapes of SES's replies. */
final class SesShapes {
  private SesShapes() {}

  static Map<String, Object> account(Mailroom room) {
    Mailroom.Standing standing = room.standing();
    return Map.of(
        "DedicatedIpAutoWarmupEnabled", false,
        "EnforcementStatus", room.enforcement(),
        "ProductionAccessEnabled", standing.productionAccess(),
        "SendingEnabled", standing.sending(),
        "SendQuota",
            Map.of(
                "Max24HourSend", (double) standing.perDay(),
                "MaxSendRate", (double) standing.perSecond(),
                "SentLast24Hours", (double) room.acceptedSince(Duration.ofDays(1))),
        "SuppressionAttributes", Map.of("SuppressedReasons", List.of("BOUNCE", "COMPLAINT")));
  }

  static Map<String, Object> created(String identity) {
    return Map.of("IdentityType", type(identity), "VerifiedForSendingStatus", false);
  }

  static Map<String, Object> identity(String identity, boolean verified) {
    return Map.of(
        "IdentityType", type(identity),
        "FeedbackForwardingStatus", true,
        "VerifiedForSendingStatus", verified,
        "VerificationStatus", status(verified),
        "Policies", Map.of(),
        "Tags", List.of());
  }

  static Map<String, Object> listed(Map.Entry<String, Boolean> identity) {
    return Map.of(
        "IdentityType", type(identity.getKey()),
        "IdentityName", identity.getKey(),
        "SendingEnabled", identity.getValue(),
        "VerificationStatus", status(identity.getValue()));
  }

  static Map<String, Object> suppressed(Mailroom.Suppressed entry) {
    return Map.of("SuppressedDestination", entry(entry));
  }

  static Map<String, Object> entry(Mailroom.Suppressed entry) {
    return Map.of(
        "EmailAddress", entry.address(),
        "Reason", entry.reason(),
        "LastUpdateTime", entry.since().getEpochSecond());
  }

  static String need(Json.Obj body, String member) {
    return body.text(member)
        .orElseThrow(
            () ->
                new AwsRefusal(
                    400, "BadRequestException", "Missing required parameter: " + member + "."));
  }

  /** {@code PageSize} of 1 to 1,000, as the page of ListEmailIdentities has it; 100 unless told. */
  static Paging paging(Call call, Json.Obj body) {
    Map<String, String> asIam = new HashMap<>();
    body.number("PageSize")
        .ifPresent(size -> asIam.put("MaxItems", String.valueOf(size.intValue())));
    body.text("NextToken").ifPresent(token -> asIam.put("Marker", token));
    call.request().query("PageSize").ifPresent(size -> asIam.put("MaxItems", size));
    call.request().query("NextToken").ifPresent(token -> asIam.put("Marker", token));
    return Paging.of(new Form(asIam));
  }

  private static String type(String identity) {
    return identity.contains("@") ? "EMAIL_ADDRESS" : "DOMAIN";
  }

  private static String status(boolean verified) {
    return verified ? "SUCCESS" : "PENDING";
  }
}
