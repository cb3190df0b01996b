package dev.keyturn.sandbox.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MailroomTest {
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final Mailroom room = new Mailroom("eu-west-1", () -> now);

  @Test
  void theRatePerSecondIsEnforced() {
    room.verify("corp.example");
    room.standing(new Mailroom.Standing(true, true, 200, 2));
    room.send(mail("keys@corp.example", "x@y.example"));
    room.send(mail("keys@corp.example", "x@y.example"));
    assertThatThrownBy(() -> room.send(mail("keys@corp.example", "x@y.example")))
        .hasMessage("TooManyRequestsException: Maximum sending rate exceeded.");
    now = now.plusMillis(500);
    room.send(mail("keys@corp.example", "x@y.example"));
    assertThatThrownBy(() -> room.send(mail("keys@corp.example", "x@y.example")))
        .hasMessageContaining("rate exceeded");
    now = now.plusSeconds(60);
    room.send(mail("keys@corp.example", "x@y.example"));
    assertThat(room.accepted()).hasSize(4);
  }

  @Test
  void theDailyQuotaIsEnforced() {
    room.verify("corp.example");
    room.standing(new Mailroom.Standing(true, true, 1, 14));
    room.send(mail("keys@corp.example", "x@y.example"));
    assertThatThrownBy(() -> room.send(mail("keys@corp.example", "x@y.example")))
        .hasMessage("TooManyRequestsException: Daily message quota exceeded.");
    now = now.plus(Duration.ofDays(1));
    room.send(mail("keys@corp.example", "x@y.example"));
    assertThat(room.accepted()).hasSize(2);
  }

  @Test
  void anUnverifiedSenderIsRejectedWithSessError() {
    room.create("keys@corp.example");
    assertThatThrownBy(() -> room.send(mail("Keys <keys@corp.example>", "alice@else.example")))
        .hasMessage(
            "MessageRejected: Email address is not verified. The following identities failed the"
                + " check in region EU-WEST-1: keys@corp.example");
  }

  @Test
  void aVerifiedAddressDomainOrParentDomainMaySend() {
    room.verify("one@a.example");
    room.verify("b.example");
    room.send(mail("one@a.example", "x@y.example"));
    room.send(mail("any@b.example", "x@y.example"));
    room.send(mail("any@sub.b.example", "x@y.example"));
    assertThat(room.accepted()).hasSize(3);
    assertThatThrownBy(() -> room.send(mail("two@a.example", "x@y.example")))
        .hasMessageContaining("MessageRejected");
  }

  @Test
  void insideTheSesSandboxRecipientsHaveToBeVerifiedToo() {
    room.verify("corp.example");
    room.standing(new Mailroom.Standing(false, true, 200, 1));
    room.send(mail("keys@corp.example", "alice@corp.example"));
    assertThatThrownBy(() -> room.send(mail("keys@corp.example", "x@y.example")))
        .hasMessageEndingWith(": x@y.example");
  }

  @Test
  void nothingIsSentWhileSendingIsPausedOrWithoutARecipient() {
    room.verify("corp.example");
    assertThatThrownBy(() -> room.send(mail("keys@corp.example", "not an address")))
        .hasMessageContaining("BadRequestException");
    room.standing(new Mailroom.Standing(true, false, 200, 1));
    assertThatThrownBy(() -> room.send(mail("keys@corp.example", "a@b.example")))
        .hasMessageContaining("SendingPausedException");
  }

  private static Mail mail(String from, String to) {
    return new Mail(from, List.of(to), List.of(), List.of(), List.of(), "s", "t", "", Map.of());
  }
}
