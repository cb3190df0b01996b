package dev.keyturn.cli.command;

import dev.keyturn.aws.owner.OwnersAccess;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.Machine;
import dev.keyturn.cli.Terminal;
import dev.keyturn.cli.Words;
import dev.keyturn.cli.fetch.CannotFetch;
import dev.keyturn.cli.fetch.Exchange;
import dev.keyturn.cli.fetch.FetchRequest;
import dev.keyturn.cli.fetch.Offer;
import dev.keyturn.cli.fetch.OwnersFiles;
import dev.keyturn.cli.fetch.ProfileKey;
import dev.keyturn.cli.output.FetchWords;
import dev.keyturn.facts.AccountId;
import dev.keyturn.facts.KeyId;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.settings.AwsSettings;
import dev.keyturn.settings.Problem;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code keyturn fetch}: for owners, who have none of Keyturn's settings. */
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    description = {
      "For owners of a key: fetches the new key with the old one and puts it in its place.",
      "",
      "The old key is the one of a profile in ~/.aws/credentials (or ~/.aws/config). The new one is"
          + " tried with AWS before anything is replaced; a copy of the file is kept beside it, and"
          + " everything else in it stays as it is. Needs none of Keyturn's settings: the mail"
          + " about the new key has the whole line.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keyturn fetch --bucket corp-keyturn --profile work             the newest key",
      "  keyturn fetch --bucket corp-keyturn --profile work --dry-run   shows it only",
      "",
      "Exit status: 0 done; 2 bad command line; 3 not done, and nothing was changed.",
    })
public final class FetchCommand implements Callable<Integer> {
  private static final String USUAL_PROFILE = "default";

  private final Terminal terminal;
  private final Machine machine;
  private final Optional<URI> endpoint;

  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      required = true,
      converter = BucketConverter.class,
      description = "The bucket that the mail names.")
  private String bucket = "";

  @Option(
      names = "--key",
      paramLabel = "ID",
      converter = KeyConverter.class,
      description = "The id of the new key (default: that of your newest file there).")
  private @Nullable KeyId key;

  @Option(
      names = "--hub",
      paramLabel = "ACCOUNT",
      converter = AccountOption.Converter.class,
      description = "The account of the bucket, if the mail names one (default: your own).")
  private @Nullable AccountId hub;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      converter = RegionConverter.class,
      description = "The bucket's region (default: the profile's).")
  private @Nullable String region;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "The profile that holds the old key (default: AWS_PROFILE, else default).")
  private @Nullable String profile;

  @Option(
      names = "--mfa-code",
      paramLabel = "CODE",
      converter = MfaCodeConverter.class,
      description =
          "The code that your MFA device shows, if your account asks for MFA (device: mfa_serial of"
              + " the profile, else the one that has your user name).")
  private @Nullable String mfaCode;

  @Option(
      names = "--dry-run",
      description = "Fetch the new key and show what would be done; do not use it, write nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  public FetchCommand(Terminal terminal, Machine machine) {
    this(terminal, machine, Optional.empty());
  }

  /**
   * The same, at a stand-in.
   *
   * @param endpoint where all services are, whatever the standard settings say
   */
  public FetchCommand(Terminal terminal, Machine machine, Optional<URI> endpoint) {
    this.terminal = terminal;
    this.machine = machine;
    this.endpoint = endpoint;
  }

  @Override
  public Integer call() {
    List<String> problems =
        AwsSettings.problems(terminal.environment()).stream().map(Problem::text).toList();
    if (endpoint.isEmpty() && !problems.isEmpty()) {
      return badSettings(problems);
    }
    try {
      ProfileKey profileKey = ProfileKey.of(files(), profileMeant(), terminal.environment());
      List<String> inProfile = profileKey.profile().problems();
      if (endpoint.isEmpty() && !inProfile.isEmpty()) {
        return badSettings(inProfile);
      }
      FetchRequest request =
          new FetchRequest(
              bucket,
              Optional.ofNullable(key),
              Optional.ofNullable(region),
              mfaCode(profileKey),
              Optional.ofNullable(hub),
              terminal.environment());
      return fetch(request, profileKey);
    } catch (CannotBegin e) {
      return notDone(String.valueOf(e.getMessage()));
    } catch (CannotFetch e) {
      return notDone(e.message());
    }
  }

  private int badSettings(List<String> problems) {
    terminal.err().println("keyturn: the settings are invalid; nothing was changed.");
    problems.forEach(problem -> terminal.err().println("  - " + Words.plainLines(problem)));
    return ExitStatus.BAD_INPUT;
  }

  /** As the AWS CLI has it. */
  private String profileMeant() {
    return Stream.of(
            Optional.ofNullable(profile).orElse(""),
            terminal.environment().getOrDefault("AWS_PROFILE", ""),
            terminal.environment().getOrDefault("AWS_DEFAULT_PROFILE", ""))
        .filter(name -> !name.isBlank())
        .findFirst()
        .orElse(USUAL_PROFILE);
  }

  private OwnersFiles files() {
    return OwnersFiles.of(
        terminal.environment(),
        Path.of(System.getProperty("user.home", "")),
        File.separatorChar == '\\');
  }

  /** The code that was given, or that a person types in where the profile names a device. */
  private Optional<String> mfaCode(ProfileKey profileKey) {
    Optional<String> serial = profileKey.profile().mfaSerial();
    return mfaCode == null && serial.isPresent() && terminal.asks() && !yes
        ? terminal
            .answer("MFA code of " + Words.plain(serial.get()) + " (empty for none): ")
            .filter(MfaCodeConverter.LEGAL.asMatchPredicate())
        : Optional.ofNullable(mfaCode);
  }

  private int fetch(FetchRequest request, ProfileKey profileKey) throws CannotFetch, CannotBegin {
    try (Machine.Lent lent = machine.lend();
        OwnersAccess access =
            OwnersAccess.open(profileKey.profile(), request.region(), endpoint, lent.runtime())) {
      Exchange exchange = new Exchange(access, lent.runtime().waits(), machine.clock());
      return carryOut(request, exchange.offer(request, profileKey), exchange);
    }
  }

  private int carryOut(FetchRequest request, Offer offer, Exchange exchange) throws CannotFetch {
    FetchWords words = new FetchWords(request, offer);
    return switch (offer) {
      case Offer.HeldAlready _ -> {
        print(words.heldAlready());
        yield ExitStatus.DONE;
      }
      case Offer.Replacement replacement -> {
        print(words.found(replacement));
        if (replacement.openToOthers()) {
          terminal.err().println("keyturn: " + Words.plainLines(words.openToOthers()));
        }
        if (dryRun) {
          print("Nothing was changed, for this is a dry run; without --dry-run, it is done.");
          yield ExitStatus.DONE;
        }
        if (terminal.asks() && !yes && !terminal.consents("Replace it?")) {
          print("Nothing was changed.");
          yield ExitStatus.DONE;
        }
        exchange.verify(
            replacement,
            () ->
                print(
                    "AWS does not know the new key everywhere yet. Trying for up to a minute ..."));
        print("The new key works: AWS takes it for " + offer.user() + "'s.");
        Path backup = exchange.replace(replacement);
        print(words.done(replacement, backup));
        yield ExitStatus.DONE;
      }
    };
  }

  private void print(String text) {
    terminal.out().println(Words.plainLines(text));
    terminal.out().flush();
  }

  private int notDone(String why) {
    terminal.err().println("keyturn: the new key was not put in place; nothing was changed.");
    terminal.err().println("  " + Words.plainLines(why));
    return ExitStatus.CANNOT_BEGIN;
  }

  /** Refuses what cannot be the id of a key. */
  static final class KeyConverter implements ITypeConverter<KeyId> {
    @Override
    public KeyId convert(String value) {
      if (!KeyId.isLegal(value)) {
        throw new TypeConversionException("not an access key id: '" + value + "'");
      }
      return new KeyId(value);
    }
  }

  /** Refuses what cannot be the name of a bucket. */
  static final class BucketConverter implements ITypeConverter<String> {
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    @Override
    public String convert(String value) {
      if (!LEGAL.matcher(value).matches()) {
        throw new TypeConversionException("not a bucket's name: '" + value + "'");
      }
      return value;
    }
  }

  /** Refuses what cannot be a code of an MFA device. */
  static final class MfaCodeConverter implements ITypeConverter<String> {
    private static final Pattern LEGAL = Pattern.compile("[0-9]{6}");

    @Override
    public String convert(String value) {
      if (!LEGAL.matcher(value).matches()) {
        throw new TypeConversionException("not an MFA code (six digits): '" + value + "'");
      }
      return value;
    }
  }

  /** Refuses what cannot be a region. */
  static final class RegionConverter implements ITypeConverter<String> {
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9-]{1,63}");

    @Override
    public String convert(String value) {
      if (!LEGAL.matcher(value).matches()) {
        throw new TypeConversionException("no region: '" + value + "'");
      }
      return value;
    }
  }
}
