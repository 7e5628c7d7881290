// Tests of the contract's file: a change is in the file, and is refused when the file is another one by then.

import assert from "node:assert/strict";
import { DEFAULT_CONTRACT_URL } from "../../pipeline/io/default_contract_url.ts";
import { createContractFile } from "./contract_file.ts";

Deno.test("createContractFile() changes a limit in the file, once for each version of it", async () => {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  try {
    await Deno.copyFile(DEFAULT_CONTRACT_URL, path);
    const file = createContractFile(path), { version } = await file.read();
    const change = { id: "quarantine.share", bounds: [0.05], version };
    const changed = await file.setLimit(change);
    assert.notEqual(changed.version, version);
    const rule = (await file.read()).expectations.find(({ id }) => id === "quarantine.share");
    assert.deepEqual(rule?.limit, { kind: "mustBeLessOrEqualTo", bound: 0.05 });
    await assert.rejects(file.setLimit(change), /changed meanwhile/);
  } finally {
    await Deno.remove(path);
  }
});
