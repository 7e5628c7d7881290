// Where the contract is that comes with the code.

/** The contract for whoever has none of his own. */
export const DEFAULT_CONTRACT_URL = new URL("../../contract.yaml", import.meta.url);
