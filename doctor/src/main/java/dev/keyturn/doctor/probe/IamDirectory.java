package dev.keyturn.doctor.probe;

import dev.keyturn.facts.Tags;
import dev.keyturn.facts.UserName;
import java.util.List;

/** The account's users and groups, and the files that their policies let them read. */
public interface IamDirectory {

  /** All users and groups, with few calls; throws {@link dev.keyturn.port.PortFailure}. */
  Census census();

  /**
   * What a user may do with files of new credentials, by the user's own policies and those of the
   * groups; throws {@link dev.keyturn.port.PortFailure}.
   */
  Reach reach(Member member, UserName other);

  /** The users and groups. */
  record Census(List<Member> members, List<Group> groups) {
    public Census {
      members = List.copyOf(members);
      groups = List.copyOf(groups);
    }
  }

  /**
   * A user.
   *
   * @param rights opaque; equal for users who have the same groups, policies and boundary
   * @param quarantined whether AWS found a key of the user in public and attached its policy
   */
  record Member(UserName user, String arn, Tags tags, String rights, boolean quarantined) {}

  /**
   * A group.
   *
   * @param documents of all its policies, as JSON
   */
  record Group(String name, List<String> documents) {
    public Group {
      documents = List.copyOf(documents);
    }
  }

  /**
   * A user's access to files.
   *
   * @param own whether the user may read their own file
   * @param others whether the user may read another's file
   * @param administers whether the user could make keys for others anyway
   */
  record Reach(Verdict own, Verdict others, Verdict administers) {}
}
