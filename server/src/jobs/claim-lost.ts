/** Why an attempt stops whose report is not its own any more: somebody cancelled it, or another worker has it. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';

  constructor() {
    super('the claim on the report was lost');
  }
}
