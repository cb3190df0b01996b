package dev.keyturn.proof.contract;

/**
 * The adapters keep every port's contract against moto; run by {@code proof/junit
 * contract.MotoContracts}.
 */
class MotoContracts extends Contracts {
  private static final Stage STAGE = MotoStage.open();

  @Override
  Stage stage() {
    return STAGE;
  }
}
