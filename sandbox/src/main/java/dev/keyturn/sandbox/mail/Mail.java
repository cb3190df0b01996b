package dev.keyturn.sandbox.mail;

import java.util.List;
import java.util.Map;

/** A mail as its recipients would read it. A body that was not sent is empty. */
public record Mail(
    String from,
    List<String> to,
    List<String> cc,
    List<String> bcc,
    List<String> replyTo,
    String subject,
    String text,
    String html,
    Map<String, String> headers) {

  public Mail {
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    bcc = List.copyOf(bcc);
    replyTo = List.copyOf(replyTo);
    headers = Map.copyOf(headers);
  }
}
