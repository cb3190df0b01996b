package dev.keyturn.proof.contract;

import org.junit.jupiter.api.Nested;

/** The adapters keep, against moto, every port's contract; run by {@code mvn verify -Pmoto}. */
class MotoContracts {
  private static final Stage STAGE = MotoStage.open();

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
