// Tests of the contract's file: a change is in the file, and is refused when the file is another one by then.

import assert from "node:assert/strict";
import { ConflictError, DamagedFileError } from "../../domain/errors.ts";
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

Deno.test("createContractFile() lets one of several changes of a version win, and leaves a whole file", async () => {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  try {
    await Deno.copyFile(DEFAULT_CONTRACT_URL, path);
    const file = createContractFile(path), { version } = await file.read();
    const changes = [0.01, 0.0123456789, 0.05, 0.5].map((bound) =>
      file.setLimit({ id: "quarantine.share", bounds: [bound], version })
    );
    const ends = await Promise.allSettled(changes);
    assert.deepEqual(ends.map(({ status }) => status).sort(), [
      ...["fulfilled", "rejected", "rejected", "rejected"],
    ]);
    for (const end of ends) {
      if (end.status === "rejected") assert.ok(end.reason instanceof ConflictError);
    }
    assert.notEqual((await file.read()).version, version);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("createContractFile() names a file that is no contract, and one that is gone", async () => {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  await Deno.writeTextFile(path, "x: [1\n");
  const isNamed = (error: unknown) =>
    error instanceof DamagedFileError && error.message.includes(path);
  await assert.rejects(createContractFile(path).read(), isNamed);
  await Deno.remove(path);
  await assert.rejects(createContractFile(path).read(), isNamed);
});
