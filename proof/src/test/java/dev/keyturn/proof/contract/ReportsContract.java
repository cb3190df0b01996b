package dev.keyturn.proof.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.facts.KeyId;
import dev.keyturn.facts.LastUse;
import dev.keyturn.facts.UserName;
import dev.keyturn.port.CredentialReports;
import dev.keyturn.port.CredentialReports.Reading;
import dev.keyturn.port.ReportedKey;
import dev.keyturn.port.ReportedUser;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A single test, because an account generates one report in four hours. */
interface ReportsContract extends Contract {
  private ReportedUser told(Map<UserName, ReportedUser> report, UserName user) {
    assertThat(report).containsKey(user);
    return report.getOrDefault(user, new ReportedUser(user, Instant.MIN, List.of(), true));
  }

  @Test
  default void reportsTheSameKeysAsLists() {
    UserName keyless = stage().user(Map.of());
    UserName one = stage().user("doe.jane+a@b", Map.of());
    KeyId unused = stage().key(one);
    UserName two = stage().user(Map.of());
    KeyId off = stage().key(two);
    KeyId used = stage().key(two);
    stage().use(two, used);
    stage().ports().keys().deactivate(two, off);
    CredentialReports reports = stage().ports().reports();
    assertThat(reports.read(_ -> {})).isEqualTo(new Reading.Absent());
    reports.request();
    Map<UserName, ReportedUser> report = new HashMap<>();
    assertThat(reports.read(user -> report.put(user.user(), user))).isEqualTo(new Reading.Read(0));
    reports.request();
    assertThat(reports.read(_ -> {})).isEqualTo(new Reading.Read(0));

    assertThat(told(report, keyless).anyActive()).isFalse();
    assertThat(told(report, one).keys())
        .singleElement()
        .satisfies(key -> assertThat(key.lastUse()).isEqualTo(new LastUse.Never()));
    assertThat(told(report, one).fits(stage().ports().keys().of(one))).isTrue();
    assertThat(told(report, one).uses(stage().ports().keys().of(one))).containsOnlyKeys(unused);
    assertThat(told(report, two).fits(stage().ports().keys().of(two))).isTrue();
    assertThat(told(report, two).keys())
        .filteredOn(ReportedKey::active)
        .singleElement()
        .satisfies(key -> assertThat(key.lastUse()).isInstanceOf(LastUse.At.class));
    stage()
        .ports()
        .users()
        .each(
            listed ->
                assertThat(report.values())
                    .filteredOn(told -> told.user().equals(listed.user()))
                    .allMatch(
                        told ->
                            told.created().getEpochSecond() == listed.created().getEpochSecond()));
  }
}
