package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.facts.UserName;
import dev.keyturn.port.PortFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Calls whose connection breaks. */
class LostReplyTest {
  private static final UserName ALICE = new UserName("alice");

  @Test
  void sendsCreateAccessKeyOnceEvenIfTheReplyIsLost() throws Exception {
    try (Server server = Server.thatHangsUpOn("CreateAccessKey");
        Aws aws = server.connect()) {
      aws.ports().users().names();
      PortFailure failure =
          catchThrowableOfType(PortFailure.class, () -> aws.ports().keys().create(ALICE));
      assertThat(failure.kind()).isEqualTo(PortFailure.Kind.UNCLEAR);
      assertThat(server.received("CreateAccessKey")).isEqualTo(1);
      assertThat(aws.ports().account().calls()).isEqualTo(2);
    }
  }

  @Test
  void repeatsAReadWhoseReplyIsLost() throws Exception {
    try (Server server = Server.thatHangsUpOn("ListAccessKeys");
        Aws aws = server.connect()) {
      PortFailure failure =
          catchThrowableOfType(PortFailure.class, () -> aws.ports().keys().of(ALICE));
      assertThat(failure.kind()).isEqualTo(PortFailure.Kind.UNCLEAR);
      assertThat(failure).hasMessageContaining("ListAccessKeys for alice");
      assertThat(server.received("ListAccessKeys")).isEqualTo(4);
    }
  }

  @Test
  void aRefusedConnectionMeansThatNothingWasSent() throws Exception {
    // Bound, so that no other process gets the port, but without a listener.
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (Aws aws = Server.connect(deaf.getLocalPort())) {
        PortFailure failure =
            catchThrowableOfType(PortFailure.class, () -> aws.ports().keys().create(ALICE));
        assertThat(failure.kind()).isEqualTo(PortFailure.Kind.UNREACHABLE);
      }
    }
  }

  @Test
  void anInvalidAnswerIsUnclear() throws Exception {
    try (Server server = Server.thatHangsUpOn("nothing");
        Aws aws = server.connect()) {
      PortFailure failure =
          catchThrowableOfType(PortFailure.class, () -> aws.ports().keys().create(ALICE));
      assertThat(failure.kind()).isEqualTo(PortFailure.Kind.UNCLEAR);
      assertThat(server.received("CreateAccessKey")).isEqualTo(1);
    }
  }
}
