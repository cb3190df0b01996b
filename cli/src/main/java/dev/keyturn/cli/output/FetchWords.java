package dev.keyturn.cli.output;

import dev.keyturn.cli.fetch.FetchRequest;
import dev.keyturn.cli.fetch.Offer;
import dev.keyturn.facts.LastUse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The output of {@code keyturn fetch}. */
public final class FetchWords {
  private final FetchRequest request;
  private final Offer offer;

  public FetchWords(FetchRequest request, Offer offer) {
    this.request = request;
    this.offer = offer;
  }

  public String heldAlready() {
    return "Profile %s in %s holds the new key %s already, and AWS takes it for %s's. Nothing was changed."
        .formatted(offer.profile(), offer.path(), offer.oldKey(), offer.user());
  }

  public String found(Offer.Replacement found) {
    return """
    User      %s, account %s
    Old key   %s, profile %s in %s
    New key   %s, from %s

    The new key goes into lines %s; everything else in the file stays as it is.\
    """
        .formatted(
            offer.user(),
            offer.account(),
            offer.oldKey(),
            offer.profile(),
            offer.path(),
            found.fresh().id(),
            found.file(),
            String.join(" and ", offer.lines().stream().map(String::valueOf).toList()));
  }

  public String openToOthers() {
    return "warning: other users of this machine can read %1$s, and the new key will be in it. Unless they have to: chmod 600 '%1$s'"
        .formatted(offer.path());
  }

  public String done(Offer.Replacement done, Path backup) {
    List<String> left = new ArrayList<>();
    left.add(
        "Put the new key wherever else the old one is in use: other computers, programs, build"
            + " servers.\n"
            + lastUse(done.lastUse()));
    if (!offer.others().isEmpty()) {
      left.add(
          "These profiles of the same file hold the old key, too: %s. Run this again with --profile for each."
              .formatted(String.join(", ", offer.others())));
    }
    if (request
        .environment()
        .getOrDefault("AWS_ACCESS_KEY_ID", "")
        .equals(offer.oldKey().value())) {
      left.add(
          "AWS_ACCESS_KEY_ID is set to the old key here and goes before the profile: change it"
              + " where it is set.");
    }
    left.add(
        "The old key works until it is switched off on the day that the mail names. When nothing"
            + " uses it any more, you may do that yourself:\n"
            + "    aws iam update-access-key --user-name%s\"%s\" --access-key-id %s --status Inactive"
                .formatted(offer.user().startsWith("-") ? "=" : " ", offer.user(), offer.oldKey()));
    left.add("The file in the bucket goes by itself; leave it there, for other computers.");
    left.add(
        "Something broke? While the old key works, put the old file back:\n"
            + "    copy %s\n    to   %s".formatted(backup, offer.path()));
    left.add("When all works, delete that copy: it holds secrets.");
    StringBuilder text =
        new StringBuilder(
            "Done: profile %s holds the new key %s. The file as it was is kept in\n    %s\n\nLeft to do:"
                .formatted(offer.profile(), done.fresh().id(), backup));
    left.forEach(item -> text.append("\n  - ").append(item.replace("\n", "\n    ")));
    return text.toString();
  }

  private static String lastUse(Optional<LastUse> use) {
    return use.map(
            seen ->
                switch (seen) {
                  case LastUse.Never() -> "IAM has seen no use of it yet.";
                  case LastUse.At(var time, String service, String region) ->
                      "IAM saw it last on %s, service %s, region %s (this command uses it, too)."
                          .formatted(LocalDate.ofInstant(time, ZoneOffset.UTC), service, region);
                })
        .orElse("The mail says when and where it was used last.");
  }
}
