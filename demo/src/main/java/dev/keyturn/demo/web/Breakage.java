package dev.keyturn.demo.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** A fault of AWS that a visitor can switch on and off. */
enum Breakage {
  THROTTLE("AWS throttles every second call", "throttle", "*", "*", "*", 2),
  LOSE("Every seventh reply is lost on its way back", "drop_after", "*", "*", "*", 7),
  CREATE(
      "No key can be created (iam:CreateAccessKey is denied)",
      "deny",
      "iam",
      "CreateAccessKey",
      "*",
      1),
  STORE(
      "The bucket takes no new credentials (s3:PutObject is denied)",
      "deny",
      "s3",
      "PutObject",
      "credential",
      1),
  MAIL("No mail is sent (ses:SendEmail is denied)", "deny", "ses", "SendEmail", "*", 1),
  DOWN("AWS does not answer", "drop_before", "*", "*", "*", 1);

  private static final int UNTIL_MENDED = 1_000_000_000;

  private final String words;
  private final String effect;
  private final String service;
  private final String action;
  private final String word;
  private final int every;

  /**
   * A fault as the control interface expects it.
   *
   * @param word a text that a parameter of the call must contain
   */
  Breakage(String words, String effect, String service, String action, String word, int every) {
    this.words = words;
    this.effect = effect;
    this.service = service;
    this.action = action;
    this.word = word;
    this.every = every;
  }

  /** The fault with an id; throws {@link Refused} if the id is unknown. */
  static Breakage of(String id) {
    return Arrays.stream(values())
        .filter(breakage -> breakage.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    "'%s' is not a known fault; known are %s."
                        .formatted(id, Arrays.stream(values()).map(Breakage::id).toList())));
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String words() {
    return words;
  }

  void order(Wire wire) {
    wire.post(
        "faults",
        Map.of(
            "effect", effect,
            "service", service,
            "action", action,
            "user", word,
            "every", every,
            "times", UNTIL_MENDED));
  }
}
