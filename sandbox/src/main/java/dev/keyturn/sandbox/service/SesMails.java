package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Json;
import dev.keyturn.sandbox.mail.Mail;
import dev.keyturn.sandbox.mail.Mailroom;
import java.util.LinkedHashMap;
import java.util.Map;

/** SendEmail, simple; raw content and templates are refused. */
final class SesMails {
  private SesMails() {}

  /** What the log may know of a mail. */
  static Map<String, String> envelope(Json.Obj body) {
    Map<String, String> envelope = new LinkedHashMap<>();
    envelope.put("From", body.text("FromEmailAddress").orElse(""));
    envelope.put("To", String.join(", ", body.object("Destination").texts("ToAddresses")));
    envelope.put(
        "Subject",
        body.object("Content").object("Simple").object("Subject").text("Data").orElse(""));
    return envelope;
  }

  static Object send(Mailroom room, Call call, Json.Obj body) {
    return Map.of("MessageId", room.send(mail(body)).messageId());
  }

  private static Mail mail(Json.Obj body) {
    Json.Obj to = body.object("Destination");
    Json.Obj content = body.object("Content");
    if (!content.has("Simple")) {
      throw new AwsRefusal(400, "BadRequestException", "Only simple content is served here.");
    }
    Json.Obj simple = content.object("Simple");
    Map<String, String> headers = new LinkedHashMap<>();
    for (Json.Obj header : simple.objects("Headers")) {
      headers.put(header.text("Name").orElse(""), header.text("Value").orElse(""));
    }
    String text = simple.object("Body").object("Text").text("Data").orElse("");
    String html = simple.object("Body").object("Html").text("Data").orElse("");
    if (text.isEmpty() && html.isEmpty()) {
      throw new AwsRefusal(400, "BadRequestException", "Missing required parameter: Body.");
    }
    return new Mail(
        SesShapes.need(body, "FromEmailAddress"),
        to.texts("ToAddresses"),
        to.texts("CcAddresses"),
        to.texts("BccAddresses"),
        body.texts("ReplyToAddresses"),
        simple.object("Subject").text("Data").orElse(""),
        text,
        html,
        headers);
  }
}
