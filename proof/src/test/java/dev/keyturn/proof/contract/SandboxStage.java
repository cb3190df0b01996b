package dev.keyturn.proof.contract;

import dev.keyturn.aws.client.StandIn;
import dev.keyturn.sandbox.Sandbox;
import dev.keyturn.sandbox.Setup;
import dev.keyturn.sandbox.mail.Mailroom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;

/** The sandbox over HTTP, which ends with the process. */
final class SandboxStage {
  private SandboxStage() {}

  static Stage open() {
    try {
      Sandbox sandbox = Sandbox.start(Setup.of(InstantSource.system(), new Random(1)));
      Mailroom mailroom = sandbox.account().mailroom(sandbox.region());
      mailroom.create(Stage.SENDER);
      mailroom.verify(Stage.SENDER);
      StandIn standIn =
          new StandIn(
              sandbox.endpoint(),
              sandbox.region(),
              sandbox.account().rootKey().id(),
              sandbox.account().rootKey().secret().reveal());
      return new HttpStage(
          standIn,
          address ->
              mailroom.accepted().stream()
                  .filter(accepted -> accepted.mail().to().contains(address))
                  .count(),
          (address, reason) -> {
            mailroom.suppress(address, reason);
            return true;
          },
          (left, perSecond) -> {
            quota(mailroom, left, perSecond);
            return true;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void quota(Mailroom room, int left, int perSecond) {
    int sent = (int) room.acceptedSince(Duration.ofDays(1));
    room.standing(new Mailroom.Standing(true, true, sent + left, perSecond));
  }
}
