package dev.keyturn.proof.contract;

/** The account model in process keeps every port's contract. */
class ModelContractsTest extends Contracts {
  private final Stage stage = new ModelStage();

  @Override
  Stage stage() {
    return stage;
  }
}
