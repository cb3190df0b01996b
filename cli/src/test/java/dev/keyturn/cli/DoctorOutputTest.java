package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.output.DoctorJson;
import dev.keyturn.cli.output.DoctorText;
import dev.keyturn.doctor.Diagnosis;
import dev.keyturn.doctor.Finding;
import dev.keyturn.doctor.Section;
import dev.keyturn.doctor.Severity;
import dev.keyturn.doctor.probe.Fix;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorOutputTest {
  private static final Diagnosis DIAGNOSIS =
      new Diagnosis(
          "keyturn-prod",
          "123456789012",
          "arn:aws:iam::123456789012:user/auditor",
          List.of(
              new Finding(Section.SETTINGS, "variables", Severity.OK, "all are set", List.of()),
              new Finding(
                  Section.BUCKET,
                  "tls",
                  Severity.ERROR,
                  "TLS is not demanded\u001b[2J",
                  List.of(
                      new Fix.Advice("Demand it:"),
                      new Fix.Command("aws s3api put-bucket-policy --bucket b")))));

  @Test
  void theTableOfDoctorLeavesOutWhatIsOkAndMovesNoCursor() {
    assertThat(new DoctorText(DIAGNOSIS, false, false).text())
        .contains("keyturn-prod doctor, account 123456789012, as arn:aws:iam::")
        .contains("BUCKET\n  error    tls        TLS is not demanded\\u001b[2J\n")
        .contains("           Demand it:\n           $ aws s3api put-bucket-policy --bucket b\n")
        .contains("SETTINGS\n  ok       1 point\n")
        .endsWith("1 error, 0 warnings, 1 ok. Nothing was changed.\n")
        .doesNotContain("\u001b", "all are set");
  }

  @Test
  void theTableOfDoctorShowsAllWhereThatIsAskedFor() {
    assertThat(new DoctorText(DIAGNOSIS, true, false).text()).contains("all are set");
  }

  @Test
  void theTableOfDoctorIsColouredOnATerminal() {
    assertThat(new DoctorText(DIAGNOSIS, false, true).text()).contains("\u001b[31merror");
  }

  @Test
  void doctorsJsonHasEveryPointWithItsFixes() {
    assertThat(DoctorJson.of(DIAGNOSIS).replaceAll("\\s+", ""))
        .isEqualTo(
            """
            {"name":"keyturn-prod","account":"123456789012","caller":"arn:aws:iam::123456789012:user/auditor",
            "summary":{"ok":1,"warnings":0,"errors":1},
            "findings":[{"id":"settings.variables","severity":"ok","found":"allareset","fixes":[]},
            {"id":"bucket.tls","severity":"error","found":"TLSisnotdemanded\\u001B[2J",
            "fixes":[{"advice":"Demandit:"},{"command":"awss3apiput-bucket-policy--bucketb"}]}]}
            """
                .replaceAll("\\s+", ""));
  }
}
