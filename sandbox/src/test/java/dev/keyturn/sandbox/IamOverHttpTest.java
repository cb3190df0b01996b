package dev.keyturn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.sandbox.account.NewUser;
import dev.keyturn.sandbox.account.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.CredentialReportNotPresentException;
import software.amazon.awssdk.services.iam.model.CredentialReportNotReadyException;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.UserDetail;

final class IamOverHttpTest {
  private final Clients clients = new Clients();
  private final IamClient iam = clients.iam();

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void theSdkCreatesReadsAndDeletesAUser() {
    iam.createUser(
        r -> r.userName("alice").path("/team/").tags(Clients.tag("email", "a@x.example")));
    AccessKey key = iam.createAccessKey(r -> r.userName("alice")).accessKey();
    assertThat(key.secretAccessKey()).hasSize(40);
    assertThat(iam.getUser(r -> r.userName("alice")).user().arn()).endsWith(":user/team/alice");
    iam.updateAccessKey(
        r -> r.userName("alice").accessKeyId(key.accessKeyId()).status(StatusType.INACTIVE));
    assertThat(iam.listAccessKeys(r -> r.userName("alice")).accessKeyMetadata())
        .extracting(AccessKeyMetadata::status)
        .containsExactly(StatusType.INACTIVE);
    assertThatThrownBy(() -> iam.deleteUser(r -> r.userName("alice")))
        .isInstanceOf(DeleteConflictException.class);
    iam.deleteAccessKey(r -> r.userName("alice").accessKeyId(key.accessKeyId()));
    iam.deleteUser(r -> r.userName("alice"));
    assertThatThrownBy(() -> iam.getUser(r -> r.userName("alice")))
        .isInstanceOf(NoSuchEntityException.class);
  }

  @Test
  void refusalsArriveAsTheSdksExceptionsWithARequestId() {
    iam.createUser(r -> r.userName("alice"));
    iam.createAccessKey(r -> r.userName("alice"));
    iam.createAccessKey(r -> r.userName("alice"));
    assertThatThrownBy(() -> iam.createAccessKey(r -> r.userName("alice")))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("Cannot exceed quota for AccessKeysPerUser: 2");
    assertThatThrownBy(() -> iam.createUser(r -> r.userName("ALICE")))
        .isInstanceOf(EntityAlreadyExistsException.class);
    assertThatThrownBy(() -> iam.listRoles())
        .isInstanceOfSatisfying(
            IamException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidAction");
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.requestId()).isNotEmpty();
            });
  }

  @Test
  void fiveThousandUsersDetailsComeInPages() {
    Instant now = clients.sandbox.clock().instant();
    IntStream.range(0, 5000)
        .forEach(
            i ->
                clients
                    .sandbox
                    .account()
                    .users()
                    .importUser(
                        new NewUser(
                            "user" + i,
                            "/",
                            now,
                            List.of(new Tag("email", "u" + i + "@corp.example")),
                            List.of("staff"),
                            List.of())));
    List<Integer> sizes =
        iam
            .getAccountAuthorizationDetailsPaginator(r -> r.filter(EntityType.USER).maxItems(1000))
            .stream()
            .map(page -> page.userDetailList().size())
            .toList();
    assertThat(sizes).containsExactly(1000, 1000, 1000, 1000, 1000);
    assertThat(iam.listUsersPaginator().users().stream().distinct()).hasSize(5000);
    assertThat(iam.listUsers().users()).hasSize(100);
    assertThatThrownBy(() -> iam.listUsers(r -> r.maxItems(1001))).hasMessageContaining("maxItems");
  }

  @Test
  void detailsTellTagsGroupsPathsAndPolicies() {
    iam.createGroup(r -> r.groupName("staff"));
    iam.createUser(r -> r.userName("alice").path("/x/").tags(Clients.tag("k", "v")));
    iam.addUserToGroup(r -> r.userName("alice").groupName("staff"));
    iam.putUserPolicy(
        r ->
            r.userName("alice")
                .policyName("p")
                .policyDocument("{\"Statement\":{\"Effect\":\"Deny\"}}"));
    iam.attachUserPolicy(
        r -> r.userName("alice").policyArn("arn:aws:iam::aws:policy/ReadOnlyAccess"));
    UserDetail alice = iam.getAccountAuthorizationDetails().userDetailList().getFirst();
    assertThat(alice.path()).isEqualTo("/x/");
    assertThat(alice.groupList()).containsExactly("staff");
    assertThat(alice.tags().getFirst().value()).isEqualTo("v");
    assertThat(alice.userPolicyList().getFirst().policyDocument()).startsWith("%7B%22Statement");
    assertThat(alice.attachedManagedPolicies().getFirst().policyName()).isEqualTo("ReadOnlyAccess");
    assertThat(iam.getAccountAuthorizationDetails().groupDetailList()).hasSize(1);
  }

  @Test
  void tagsPageByTheirKeys() {
    iam.createUser(r -> r.userName("alice"));
    iam.tagUser(r -> r.userName("alice").tags(Clients.tag("b", "2"), Clients.tag("a", "1")));
    var first = iam.listUserTags(r -> r.userName("alice").maxItems(1));
    assertThat(first.isTruncated()).isTrue();
    assertThat(first.tags().getFirst().key()).isEqualTo("a");
    var second = iam.listUserTags(r -> r.userName("alice").maxItems(1).marker(first.marker()));
    assertThat(second.tags().getFirst().key()).isEqualTo("b");
    assertThat(second.isTruncated()).isFalse();
  }

  @Test
  void theCredentialReportTakesTime() {
    clients.sandbox.account().reports().takes(Duration.ofSeconds(2));
    assertThatThrownBy(iam::getCredentialReport)
        .isInstanceOf(CredentialReportNotPresentException.class);
    assertThat(iam.generateCredentialReport().stateAsString()).isEqualTo("STARTED");
    assertThatThrownBy(iam::getCredentialReport)
        .isInstanceOf(CredentialReportNotReadyException.class);
    clients.sandbox.clock().advance(Duration.ofSeconds(5));
    assertThat(iam.getCredentialReport().content().asUtf8String())
        .startsWith("user,arn,user_creation_time");
  }

  @Test
  void everyReplyHasTheAccountsDate() {
    clients.sandbox.clock().advance(Duration.ofDays(100));
    String date = iam.listUsers().sdkHttpResponse().firstMatchingHeader("Date").orElseThrow();
    Instant told = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    assertThat(Duration.between(told, clients.sandbox.clock().instant()))
        .isLessThan(Duration.ofMinutes(1));
  }
}
