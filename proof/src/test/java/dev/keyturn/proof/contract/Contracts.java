package dev.keyturn.proof.contract;

import org.junit.jupiter.api.Nested;

/** All suites, on one stage. */
abstract class Contracts {
  abstract Stage stage();

  @Nested
  class OfUsers implements UsersContract {
    @Override
    public Stage stage() {
      return Contracts.this.stage();
    }
  }

  @Nested
  class OfKeys implements KeysContract {
    @Override
    public Stage stage() {
      return Contracts.this.stage();
    }
  }

  @Nested
  class OfVault implements CredentialStoreContract {
    @Override
    public Stage stage() {
      return Contracts.this.stage();
    }
  }

  @Nested
  class OfPost implements MailerContract {
    @Override
    public Stage stage() {
      return Contracts.this.stage();
    }
  }

  @Nested
  class OfPapers implements BucketObjectsContract {
    @Override
    public Stage stage() {
      return Contracts.this.stage();
    }
  }

  @Nested
  class OfPermits implements PermissionsContract {
    @Override
    public Stage stage() {
      return Contracts.this.stage();
    }
  }

  @Nested
  class OfReports implements ReportsContract {
    @Override
    public Stage stage() {
      return Contracts.this.stage();
    }
  }

  @Nested
  class OfAccount implements AccountContract {
    @Override
    public Stage stage() {
      return Contracts.this.stage();
    }
  }
}
