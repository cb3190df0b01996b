package dev.keyturn.cli.command;

import dev.keyturn.facts.AccountId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which account of the organization a command works on. */
final class AccountOption {
  @Option(
      names = "--account",
      paramLabel = "ID",
      converter = Converter.class,
      description = "This account of the organization (ORG_ID).")
  private @Nullable AccountId account;

  Optional<AccountId> account() {
    return Optional.ofNullable(account);
  }

  /** Refuses what cannot be the id of an account. */
  static final class Converter implements ITypeConverter<AccountId> {
    @Override
    public AccountId convert(String value) {
      try {
        return new AccountId(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
