// The data contract's file, as the service reads and changes it.

import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { ContractAnswer } from "../../domain/contract_answer.ts";
import { ConflictError, DamagedFileError, UsageError } from "../../domain/errors.ts";
import { DEFAULT_CONTRACT_URL } from "../../pipeline/io/default_contract_url.ts";
import { replaceText } from "../../lake/disk/replace_file.ts";
import type { ContractPort } from "../ports.ts";

/**
 * The contract that the service's runs are held against. YAML's reader is loaded when it is asked for: it is
 * large, and the service starts without it. Changes are made one after the other.
 */
export function createContractFile(path = fileURLToPath(DEFAULT_CONTRACT_URL)): ContractPort {
  let turn: Promise<unknown> = Promise.resolve();
  const change = async (
    { version, ...limit }: Parameters<ContractPort["setLimit"]>[0],
  ): Promise<ContractAnswer> => {
    const text = await readText(path);
    if ((await answerOf(path, text)).version !== version) {
      throw new ConflictError(
        "Cannot change the limit as the file was changed meanwhile: load it anew",
      );
    }
    const { editContract } = await import("../../pipeline/io/edit_contract.ts");
    const changed = editContract(path, text, limit);
    await replaceText(path, changed);
    return await answerOf(path, changed);
  };
  return {
    read: async () => await answerOf(path, await readText(path)),
    setLimit: (asked) => {
      const changing = turn.then(() => change(asked));
      turn = changing.catch(() => {});
      return changing;
    },
  };
}

async function answerOf(path: string, text: string): Promise<ContractAnswer> {
  const { parseContract } = await import("../../pipeline/io/read_contract.ts");
  try {
    return {
      version: createHash("sha256").update(text).digest("hex"),
      path,
      expectations: parseContract(path, text).expectations,
    };
  } catch (cause) {
    if (cause instanceof UsageError) throw new DamagedFileError(cause.message, { cause });
    throw cause;
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new DamagedFileError(
      `Cannot read ${path} as it must be the data contract: there is no such file. Put it back, or name ` +
        "another one with DATA_CONTRACT_PATH",
      { cause },
    );
  }
}
