package dev.keyturn.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Random;

/**
 * Serves a sandbox until standard input ends; prints its export lines first. For checks written in
 * other languages.
 */
public final class ServeForTests {
  private ServeForTests() {}

  public static void main(String[] args) throws IOException {
    int port = args.length == 0 ? 0 : Integer.parseInt(args[0]);
    Setup setup = Setup.of(InstantSource.system(), new Random(1)).onPort(port);
    try (Sandbox sandbox = Sandbox.start(setup)) {
      System.out.print(sandbox.exportLines());
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
