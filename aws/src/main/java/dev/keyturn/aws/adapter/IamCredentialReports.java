package dev.keyturn.aws.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.aws.client.Calls;
import dev.keyturn.port.CredentialReports;
import dev.keyturn.port.PortFailure;
import dev.keyturn.port.PortFailure.Kind;
import dev.keyturn.port.ReportSink;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CredentialReportExpiredException;
import software.amazon.awssdk.services.iam.model.CredentialReportNotPresentException;
import software.amazon.awssdk.services.iam.model.CredentialReportNotReadyException;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;

/** The credential report, by GenerateCredentialReport and GetCredentialReport. */
public final class IamCredentialReports implements CredentialReports {
  private final IamClient iam;
  private final Calls calls;

  public IamCredentialReports(IamClient iam, Calls calls) {
    this.iam = iam;
    this.calls = calls;
  }

  @Override
  public void request() {
    calls.once("IAM GenerateCredentialReport", () -> iam.generateCredentialReport());
  }

  @Override
  public Reading read(ReportSink sink) {
    return calls.once(
        "IAM GetCredentialReport",
        () -> {
          try {
            return new Reading.Read(read(iam.getCredentialReport(), sink));
          } catch (CredentialReportNotReadyException e) {
            return new Reading.NotYet();
          } catch (CredentialReportNotPresentException | CredentialReportExpiredException e) {
            return new Reading.Absent();
          }
        });
  }

  /** Passes users on line by line; only the answer itself is kept in memory. */
  private static int read(GetCredentialReportResponse report, ReportSink sink) {
    try (InputStreamReader text = new InputStreamReader(report.content().asInputStream(), UTF_8)) {
      return CredentialReportText.read(text, sink);
    } catch (IllegalArgumentException e) {
      throw new PortFailure(
          Kind.UNSUPPORTED,
          "IAM GetCredentialReport had an answer that is not a report: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
