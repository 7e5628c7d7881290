// The consumer is killed again and again while views flow: every row and figure is the batch's.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const TASK = fileURLToPath(new URL("../../tasks/prove.ts", import.meta.url));
/** PLAYHEAD_KILL_ROWS=20000 is done in a few seconds. */
const ROWS = Deno.env.get("PLAYHEAD_KILL_ROWS") ?? "200000";
const KILLS = 6;

Deno.test("a consumer that is killed in a loop loses no view and counts none twice", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--frozen", "--no-prompt", "--allow-all", TASK, "--json"],
      ...["--rows", ROWS, "--kills", String(KILLS)],
    ],
    stdin: "null",
  }).output();
  const told = new TextDecoder().decode(stdout);
  assert.equal(code, 0, told + new TextDecoder().decode(stderr));
  const { isEqual, kills, sent, repeated, lines } = JSON.parse(told);
  assert.deepEqual([isEqual, kills], [true, KILLS], told);
  assert.ok(repeated > 0 && sent > repeated, told);
  assert.ok(lines.length > 10, told);
});
