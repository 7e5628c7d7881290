// Tests the measurement on processes whose cost is known; skipped where there is no python3 or /proc.

import assert from "node:assert/strict";
import { measureProcess } from "./measure_process.ts";

const MEASURABLE = Deno.build.os === "linux" && await hasPython();

async function hasPython(): Promise<boolean> {
  try {
    return (await new Deno.Command("python3", { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}

Deno.test({
  name: "measureProcess() sees a grandchild's memory and keeps standard output",
  ignore: !MEASURABLE,
  async fn() {
    const inner = "import time; block = bytearray(b'x') * 200_000_000; time.sleep(0.2)";
    const outer =
      "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]]); print('done')";
    const run = await measureProcess(["python3", "-c", outer, inner]);
    assert.equal(run.stdout, "done\n");
    assert.ok(run.peakBytes > 200e6, `${run.peakBytes}`);
    assert.ok(run.wallSeconds >= 0.2 && run.cpuSeconds > 0);
  },
});

Deno.test({
  name: "measureProcess() refuses a process that fails, with what it wrote to standard error",
  ignore: !MEASURABLE,
  async fn() {
    const command = ["python3", "-c", "import sys; sys.exit('no such input')"];
    await assert.rejects(measureProcess(command), /must exit with 0: current value is 1\nno such/);
  },
});
