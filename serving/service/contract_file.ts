// The data contract's file, as the service reads and changes it.

import { createHash } from "node:crypto";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { DiskLake } from "../../lake/disk/disk_lake.ts";
import { getText, type Lake, putText } from "../../lake/port.ts";
import type { ContractAnswer } from "../../domain/contract_answer.ts";
import { ConflictError, DamagedFileError, UsageError } from "../../domain/errors.ts";
import { DEFAULT_CONTRACT_URL } from "../../pipeline/io/default_contract_url.ts";
import type { ContractPort } from "../ports.ts";

/**
 * The contract that the service's runs are held against. YAML's reader is loaded when it is asked for: it is
 * large, and the service starts without it. Changes are made one after the other.
 */
export function createContractFile(path = fileURLToPath(DEFAULT_CONTRACT_URL)): ContractPort {
  const lake = new DiskLake(dirname(path)), name = basename(path);
  let turn: Promise<unknown> = Promise.resolve();
  const change = async (
    { version, ...limit }: Parameters<ContractPort["setLimit"]>[0],
  ): Promise<ContractAnswer> => {
    const { text, version: ifVersion } = await readContractText(lake, name);
    if ((await answerOf(path, text)).version !== version) {
      throw new ConflictError(
        "Cannot change the limit as the file was changed meanwhile: load it anew",
      );
    }
    const { editContract } = await import("../../pipeline/io/edit_contract.ts");
    const changed = editContract(path, text, limit);
    await putText(lake, name, changed, { ifVersion });
    return await answerOf(path, changed);
  };
  return {
    read: async () => await answerOf(path, (await readContractText(lake, name)).text),
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

async function readContractText(lake: Lake, name: string) {
  const kept = await getText(lake, name);
  if (kept !== null) return kept;
  throw new DamagedFileError(
    `Cannot read ${
      lake.placeOf(name)
    } as it must be the data contract: there is no such file. Put it ` +
      "back, or name another one with DATA_CONTRACT_PATH",
  );
}
