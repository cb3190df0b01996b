package dev.keyturn.proof.contract;

/** The adapters keep every port's contract against the sandbox over HTTP. */
class SandboxContractsTest extends Contracts {
  private static final Stage STAGE = SandboxStage.open();

  @Override
  Stage stage() {
    return STAGE;
  }
}
