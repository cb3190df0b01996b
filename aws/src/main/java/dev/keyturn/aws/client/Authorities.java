package dev.keyturn.aws.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities that a connection trusts: those of the JVM, or those of a file
 * instead. An error names the certificate's subject and what to do.
 */
final class Authorities extends X509ExtendedTrustManager {
  private static final Pattern CERTIFICATE =
      Pattern.compile(
          "-----BEGIN (X509 )?CERTIFICATE-----.*?-----END (X509 )?CERTIFICATE-----",
          Pattern.DOTALL);

  private final X509ExtendedTrustManager trusted;
  private final String known;

  private Authorities(X509ExtendedTrustManager trusted, String known) {
    this.trusted = trusted;
    this.known = known;
  }

  /** The authorities of the JVM. */
  static SSLSocketFactory ofTheJvm() {
    return factory(
        null,
        "that Java trusts. If a proxy or firewall reads TLS traffic here, name the file with its"
            + " authority in AWS_CA_BUNDLE, or as ca_bundle in the profile");
  }

  /**
   * The authorities in a PEM file.
   *
   * @param setting the name of the setting with the file
   * @throws IllegalArgumentException if it cannot be read or has no certificate
   */
  static SSLSocketFactory of(Path file, String setting) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "%s names %s, which does not exist or may not be read".formatted(setting, file));
    }
    try {
      InputStream input = new ByteArrayInputStream(certificates(file).getBytes(US_ASCII));
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(input);
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException(
            "%s names %s, which has no certificate; only BEGIN CERTIFICATE blocks are read"
                .formatted(setting, file));
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      return factory(store, "in %s, which %s names".formatted(file, setting));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "%s names %s, which cannot be read as certificates (PEM): %s"
              .formatted(setting, file, e.getMessage()),
          e);
    }
  }

  /** The certificates of a file, without other blocks such as private keys. */
  private static String certificates(Path file) throws IOException {
    return CERTIFICATE
        .matcher(Files.readString(file, ISO_8859_1))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.joining("\n"));
  }

  private static SSLSocketFactory factory(@Nullable KeyStore store, String known) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      X509ExtendedTrustManager trusted =
          Arrays.stream(factory.getTrustManagers())
              .filter(X509ExtendedTrustManager.class::isInstance)
              .map(X509ExtendedTrustManager.class::cast)
              .findFirst()
              .orElseThrow();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Authorities(trusted, known)}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** A check of a chain. */
  private interface Check {
    void run() throws CertificateException;
  }

  private void explained(X509Certificate[] chain, Check check) throws CertificateException {
    try {
      check.run();
    } catch (CertificateException e) {
      String authority =
          Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                  .anyMatch(CertPathBuilderException.class::isInstance)
              ? "; it has to go back to an authority " + known
              : "";
      throw new CertificateException(
          "the certificate %s, issued by %s, is not trusted (%s)%s%s"
              .formatted(
                  chain[0].getSubjectX500Principal(),
                  chain[0].getIssuerX500Principal(),
                  e.getMessage(),
                  authority,
                  Arrays.stream(chain)
                      .flatMap(one -> outOfDate(one).stream())
                      .findFirst()
                      .orElse("")),
          e);
    }
  }

  private static Optional<String> outOfDate(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return Optional.empty();
    } catch (CertificateException _) {
      return Optional.of(
          "; %s is valid from %s to %s: check this machine's clock"
              .formatted(
                  certificate.getSubjectX500Principal(),
                  certificate.getNotBefore().toInstant(),
                  certificate.getNotAfter().toInstant()));
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    explained(chain, () -> trusted.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    explained(chain, () -> trusted.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    explained(chain, () -> trusted.checkServerTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    trusted.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    trusted.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trusted.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trusted.getAcceptedIssuers();
  }
}
