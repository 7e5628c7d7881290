// Tests of how a run's files get their names: all of them or none.

import assert from "node:assert/strict";
import { Killed, KilledFiles } from "../../../tests/faults/killed_files.ts";
import { AuditError } from "../../../domain/errors.ts";
import { DISK, type FileLayer } from "../file_layer.ts";
import type { PublishPlan } from "./publish_journal.ts";
import { publishRun } from "./publish_run.ts";
import { recoverOutputs, recoverRuns } from "./recover_runs.ts";

const RUN = ".playhead-run-new";

async function inFolder(test: (folder: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Every file below a folder with its text, hidden ones too. */
function tree(folder: string, below = ""): Record<string, string> {
  const entries = [...Deno.readDirSync(`${folder}/${below}`)].sort((a, b) =>
    a.name < b.name ? -1 : 1
  );
  return Object.assign(
    {},
    ...entries.map(({ name, isDirectory }) => {
      const path = `${below}${name}`;
      return isDirectory
        ? tree(folder, `${path}/`)
        : { [path]: Deno.readTextFileSync(`${folder}/${path}`) };
    }),
  );
}

function plant(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    Deno.mkdirSync(`${folder}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    Deno.writeTextFileSync(`${folder}/${path}`, text);
  }
}

function planIn(folder: string, moves: Readonly<Record<string, string>>): PublishPlan {
  return {
    moves: Object.entries(moves).map(([from, to]) => ({
      from: `${folder}/${RUN}/${from}`,
      to: `${folder}/${to}`,
    })),
    removes: [`${folder}/rejected`],
  };
}

/** What a run publishes over what another has published, and what is there then. */
const CASES = {
  "a file": {
    old: { "out": "old", "report": "old", "rejected": "old" },
    run: { "output": "new", "report": "new" },
    moves: { "output": "out", "report": "report" },
    then: { "out": "new", "report": "new" },
  },
  "a folder": {
    old: { "out/a/part": "old", "out/b/part": "old", "report": "old", "rejected": "old" },
    run: { "output/a/part": "new", "report": "new" },
    moves: { "output": "out/", "report": "report" },
    then: { "out/a/part": "new", "report": "new" },
  },
  "files for several folders": {
    old: { "out": "old", "deep/er/report": "old", "rejected": "old" },
    run: { "output": "new", "report": "new", "quarantine": "new" },
    moves: { "output": "out", "report": "deep/er/report", "quarantine": "bad/rows" },
    then: { "bad/rows": "new", "deep/er/report": "new", "out": "new" },
  },
} as const;

for (const [name, { old, run, moves, then }] of Object.entries(CASES)) {
  const prepare = (folder: string) => {
    for (const { name } of Deno.readDirSync(folder)) {
      Deno.removeSync(`${folder}/${name}`, { recursive: true });
    }
    plant(folder, old);
    for (const [path, text] of Object.entries(run)) plant(folder, { [`${RUN}/${path}`]: text });
    // Without it the folder would be taken for one that a run is making just now.
    plant(folder, { [`${RUN}/lock`]: "" });
  };
  const publish = (folder: string, files: FileLayer) =>
    publishRun(`${folder}/${RUN}`, planIn(folder, moves), files);

  Deno.test(`publishRun() puts ${name} in the place of older ones`, async () => {
    await inFolder((folder) => {
      prepare(folder);
      publish(folder, DISK);
      recoverRuns(folder, DISK);
      assert.deepEqual(tree(folder), then);
    });
  });

  Deno.test(`publishRun() of ${name}, killed at any file operation, is undone or completed`, async () => {
    await inFolder((folder) => {
      const seen = new Set<string>();
      const killed = (killAt: number) => {
        prepare(folder);
        const disk = new KilledFiles(killAt);
        untilKilled(() => publish(folder, disk.layer));
        return disk.isDead;
      };
      for (let killAt = 1; killed(killAt); killAt++) {
        // Recovering is killed at each of its operations as well, and then done again.
        for (let again = 1;; again++) {
          killed(killAt);
          const disk = new KilledFiles(again);
          untilKilled(() => recoverRuns(folder, disk.layer));
          const wasKilled = disk.isDead;
          ageRunFolder(folder);
          recoverRuns(folder, DISK);
          const found = JSON.stringify(tree(folder));
          assert.ok(
            [old, then].some((files) => found === JSON.stringify(sorted(files))),
            `killed at ${killAt}, then at ${again}: ${found}`,
          );
          seen.add(found);
          if (!wasKilled) break;
        }
      }
      assert.equal(seen.size, 2, "killed before and after the moment that decides");
    });
  });
}

Deno.test("publishRun() changes nothing when a folder has a file's name", async () => {
  await inFolder((folder) => {
    const files = { "out": "old", "report/of": "old", [`${RUN}/o`]: "new", [`${RUN}/r`]: "new" };
    plant(folder, files);
    const plan = planIn(folder, { o: "out", r: "report" });
    assert.throws(
      () => publishRun(`${folder}/${RUN}`, plan, DISK),
      /a folder of that name is there/,
    );
    assert.deepEqual(tree(folder), sorted(files));
  });
});

Deno.test("publishRun() says what is in the way of the rest, which the next run completes", async () => {
  await inFolder((folder) => {
    plant(folder, { "out": "old", "report": "old", [`${RUN}/o`]: "new", [`${RUN}/r`]: "new" });
    const plan = planIn(folder, { o: "out", r: "report" });
    const files: FileLayer = {
      ...DISK,
      renameSync(from, to) {
        if (`${to}`.endsWith("/report")) throw new Error("Input/output error (os error 5)");
        Deno.renameSync(from, to);
      },
    };
    assert.throws(
      () => publishRun(`${folder}/${RUN}`, plan, files),
      (error) =>
        error instanceof AuditError && /os error 5.*next run will do the rest/.test(error.message),
    );
    assert.throws(() => recoverOutputs(folder, files), AuditError);
    recoverOutputs(folder);
    Deno.removeSync(`${folder}/${RUN}`, { recursive: true });
    assert.deepEqual(tree(folder), { out: "new", report: "new" });
  });
});

Deno.test("recoverOutputs() does nothing where no run was interrupted", async () => {
  await inFolder((folder) => {
    recoverOutputs(folder);
    recoverOutputs(`${folder}/not there`);
    assert.deepEqual(tree(folder), {});
  });
});

function untilKilled(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
}

/** A run folder whose lock is gone is only taken for dead once it is a minute old. */
function ageRunFolder(folder: string): void {
  try {
    Deno.utimeSync(`${folder}/${RUN}`, new Date(0), new Date(0));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function sorted(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => a < b ? -1 : 1));
}
