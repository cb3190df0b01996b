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
  class OfCredentialStore implements CredentialStoreContract {
    @Override
    public Stage stage() {
      return Contracts.this.stage();
    }
  }

  @Nested
  class OfMailer implements MailerContract {
    @Override
    public Stage stage() {
      return Contracts.this.stage();
    }
  }

  @Nested
  class OfBucketObjects implements BucketObjectsContract {
    @Override
    public Stage stage() {
      return Contracts.this.stage();
    }
  }

  @Nested
  class OfPermissions implements PermissionsContract {
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
