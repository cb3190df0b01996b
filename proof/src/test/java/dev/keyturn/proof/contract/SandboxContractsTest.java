package dev.keyturn.proof.contract;

import org.junit.jupiter.api.Nested;

/** The adapters keep, against the sandbox over HTTP, every port's contract. */
class SandboxContractsTest {
  private static final Stage STAGE = SandboxStage.open();

  @Nested
  class OfUsers implements UsersContract {
    @Override
    public Stage stage() {
      return STAGE;
    }
  }

  @Nested
  class OfKeys implements KeysContract {
    @Override
    public Stage stage() {
      return STAGE;
    }
  }

  @Nested
  class OfVault implements VaultContract {
    @Override
    public Stage stage() {
      return STAGE;
    }
  }

  @Nested
  class OfPost implements PostContract {
    @Override
    public Stage stage() {
      return STAGE;
    }
  }

  @Nested
  class OfAccount implements AccountContract {
    @Override
    public Stage stage() {
      return STAGE;
    }
  }
}
