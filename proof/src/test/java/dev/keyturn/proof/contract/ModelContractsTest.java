package dev.keyturn.proof.contract;

import org.junit.jupiter.api.Nested;

/** The account model in process keeps every port's contract. */
class ModelContractsTest {
  private final Stage stage = new ModelStage();

  @Nested
  class OfUsers implements UsersContract {
    @Override
    public Stage stage() {
      return stage;
    }
  }

  @Nested
  class OfKeys implements KeysContract {
    @Override
    public Stage stage() {
      return stage;
    }
  }

  @Nested
  class OfVault implements VaultContract {
    @Override
    public Stage stage() {
      return stage;
    }
  }

  @Nested
  class OfPost implements PostContract {
    @Override
    public Stage stage() {
      return stage;
    }
  }

  @Nested
  class OfAccount implements AccountContract {
    @Override
    public Stage stage() {
      return stage;
    }
  }
}
