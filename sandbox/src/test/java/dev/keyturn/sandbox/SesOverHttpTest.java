package dev.keyturn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.sandbox.mail.Accepted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.AlreadyExistsException;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;
import software.amazon.awssdk.services.sesv2.model.MessageRejectedException;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SendEmailResponse;
import software.amazon.awssdk.services.sesv2.model.SuppressedDestinationSummary;

final class SesOverHttpTest {
  private final Clients clients = new Clients();
  private final SesV2Client ses = clients.ses();

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void anIdentityIsMadeVerifiedAndListed() {
    ses.createEmailIdentity(r -> r.emailIdentity("keys+a@corp.example"));
    assertThat(
            ses.getEmailIdentity(r -> r.emailIdentity("keys+a@corp.example"))
                .verifiedForSendingStatus())
        .isFalse();
    clients.control(
        "POST", "identities", "{\"region\": \"eu-west-1\", \"identity\": \"keys+a@corp.example\"}");
    assertThat(
            ses.getEmailIdentity(r -> r.emailIdentity("keys+a@corp.example"))
                .verifiedForSendingStatus())
        .isTrue();
    assertThatThrownBy(() -> ses.createEmailIdentity(r -> r.emailIdentity("keys+a@corp.example")))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(ses.listEmailIdentities(r -> {}).emailIdentities()).hasSize(1);
    ses.deleteEmailIdentity(r -> r.emailIdentity("keys+a@corp.example"));
    assertThatThrownBy(() -> ses.getEmailIdentity(r -> r.emailIdentity("keys+a@corp.example")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void anUnverifiedSenderIsRejected() {
    assertThatThrownBy(() -> send("keys@corp.example"))
        .isInstanceOf(MessageRejectedException.class)
        .hasMessageContaining("failed the check in region EU-WEST-1: keys@corp.example");
  }

  @Test
  void aMailIsKeptWithBothBodies() {
    clients.sandbox.account().mailroom("eu-west-1").verify("corp.example");
    SendEmailResponse sent = send("keys@corp.example");
    Accepted kept = clients.sandbox.account().mailroom("eu-west-1").accepted().getFirst();
    assertThat(kept.messageId()).isEqualTo(sent.messageId());
    assertThat(kept.mail().text()).isEqualTo("plain ü");
    assertThat(kept.mail().html()).isEqualTo("<p>rich</p>");
    assertThat(kept.mail().replyTo()).containsExactly("help@corp.example");
    assertThat(kept.mail().headers()).containsEntry("X-Run", "1");
    assertThat(clients.control("GET", "mails", ""))
        .contains("\"text\":\"plain ü\"")
        .contains("\"region\":\"eu-west-1\"");
  }

  @Test
  void rawContentIsRefused() {
    clients.sandbox.account().mailroom("eu-west-1").verify("corp.example");
    assertThatThrownBy(
            () ->
                ses.sendEmail(
                    r -> r.content(c -> c.raw(m -> m.data(SdkBytes.fromUtf8String("From: x"))))))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("Only simple content");
  }

  @Test
  void theAccountReportsItsSendingLimits() {
    assertThat(ses.getAccount(r -> {}).productionAccessEnabled()).isTrue();
    clients.control(
        "POST",
        "ses",
        "{\"region\": \"eu-west-1\", \"productionAccess\": false, \"sending\": false, \"perDay\":"
            + " 200}");
    assertThat(ses.getAccount(r -> {}).productionAccessEnabled()).isFalse();
    assertThat(ses.getAccount(r -> {}).sendingEnabled()).isFalse();
    assertThat(ses.getAccount(r -> {}).sendQuota().max24HourSend()).isEqualTo(200);
  }

  @Test
  void theSuppressionListAnswers() {
    assertThatThrownBy(() -> ses.getSuppressedDestination(r -> r.emailAddress("a@b.example")))
        .isInstanceOf(NotFoundException.class);
    ses.putSuppressedDestination(r -> r.emailAddress("a@b.example").reason("BOUNCE"));
    assertThat(
            ses.getSuppressedDestination(r -> r.emailAddress("a@b.example"))
                .suppressedDestination()
                .reasonAsString())
        .isEqualTo("BOUNCE");
    ses.putSuppressedDestination(r -> r.emailAddress("c@b.example").reason("COMPLAINT"));
    assertThat(ses.listSuppressedDestinations(r -> r.pageSize(1)).nextToken()).isNotEmpty();
    assertThat(ses.listSuppressedDestinations(r -> {}).suppressedDestinationSummaries())
        .extracting(SuppressedDestinationSummary::emailAddress)
        .containsExactly("a@b.example", "c@b.example");
    ses.deleteSuppressedDestination(r -> r.emailAddress("a@b.example"));
    assertThatThrownBy(() -> ses.getSuppressedDestination(r -> r.emailAddress("a@b.example")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () -> ses.putSuppressedDestination(r -> r.emailAddress("a@b.example").reason("WHIM")))
        .isInstanceOf(BadRequestException.class);
  }

  @Test
  void eachRegionHasItsOwnSuppressionList() {
    clients.sandbox.account().mailroom("us-east-1").suppress("a@b.example", "BOUNCE");
    assertThatThrownBy(() -> ses.getSuppressedDestination(r -> r.emailAddress("a@b.example")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aMailToASuppressedAddressIsAcceptedAndNotDelivered() {
    clients.sandbox.account().mailroom("eu-west-1").verify("corp.example");
    ses.putSuppressedDestination(r -> r.emailAddress("alice@corp.example").reason("BOUNCE"));
    assertThat(send("keys@corp.example").messageId()).isNotEmpty();
    assertThat(clients.sandbox.account().mailroom("eu-west-1").accepted().getFirst().undelivered())
        .containsExactly("alice@corp.example");
    assertThat(clients.control("GET", "mails", ""))
        .contains("\"undelivered\":[\"alice@corp.example\"]");
  }

  private SendEmailResponse send(String from) {
    return ses.sendEmail(
        r ->
            r.fromEmailAddress(from)
                .destination(d -> d.toAddresses("alice@corp.example"))
                .replyToAddresses("help@corp.example")
                .content(
                    c ->
                        c.simple(
                            m ->
                                m.subject(s -> s.data("Your key"))
                                    .headers(
                                        MessageHeader.builder().name("X-Run").value("1").build())
                                    .body(
                                        b ->
                                            b.text(t -> t.data("plain ü"))
                                                .html(t -> t.data("<p>rich</p>"))))));
  }
}
