// The data contract's file, as the service reads and changes it.

import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { ContractAnswer } from "../../domain/contract_answer.ts";
import { UsageError } from "../../domain/errors.ts";
import { DEFAULT_CONTRACT_URL } from "../../pipeline/io/default_contract_url.ts";
import type { ContractPort } from "../ports.ts";
import { replaceText } from "./replace_text.ts";

/**
 * The contract that the service's runs are held against. YAML's reader is loaded when it is asked for: it is
 * large, and the service starts without it.
 */
export function createContractFile(path = fileURLToPath(DEFAULT_CONTRACT_URL)): ContractPort {
  const answerOf = async (text: string): Promise<ContractAnswer> => {
    const { parseContract } = await import("../../pipeline/io/read_contract.ts");
    return {
      version: createHash("sha256").update(text).digest("hex"),
      path,
      expectations: parseContract(path, text).expectations,
    };
  };
  return {
    read: async () => await answerOf(await Deno.readTextFile(path)),
    setLimit: async ({ version, ...change }) => {
      const text = await Deno.readTextFile(path);
      if ((await answerOf(text)).version !== version) {
        throw new UsageError(
          "Cannot change the limit as the file was changed meanwhile: load it anew",
        );
      }
      const { editContract } = await import("../../pipeline/io/edit_contract.ts");
      const changed = editContract(path, text, change);
      await replaceText(path, changed);
      return await answerOf(changed);
    },
  };
}
