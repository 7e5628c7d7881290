// Tests of how a task ends: exit code and message by what main returned or threw.

import assert from "node:assert/strict";
import { AuditError, InputError, UsageError } from "../domain/errors.ts";
import { LogWriteError } from "../log/errors.ts";
import { endOf } from "./run_task.ts";

const RUN_TASK = new URL("./run_task.ts", import.meta.url).href;

/** Runs a task whose main has this body in a process of its own, as it ends its process. */
async function run(body: string) {
  const code = `import { runTask } from ${JSON.stringify(RUN_TASK)};
    await runTask(async () => { ${body} });`;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", "--no-lock", "--ext=js", "-"],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const child = command.spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(code));
  await writer.close();
  const output = await child.output();
  return { code: output.code, stderr: new TextDecoder().decode(output.stderr) };
}

Deno.test("endOf() makes people's mistakes one line each", () => {
  const wrapped = new InputError("Cannot read x\n  as it is torn\r\n");
  assert.deepEqual(endOf(wrapped), { code: 2, message: "error: Cannot read x as it is torn" });
  assert.deepEqual(endOf(new UsageError("Cannot")), { code: 2, message: "error: Cannot" });
  assert.deepEqual(endOf(new AuditError("Failed")), { code: 1, message: "error: Failed" });
});

Deno.test("endOf() makes a full disk and a log that fails one line each", () => {
  const full = new Error("No space left on device (os error 28)");
  assert.deepEqual(endOf(full), {
    code: 1,
    message: `error: Cannot go on as the disk must do what it is asked: ${full.message}`,
  });
  const unwritten = new LogWriteError("Cannot append", { retriable: true, cause: full });
  assert.deepEqual(endOf(unwritten), { code: 1, message: "error: Cannot append" });
});

Deno.test("endOf() is quiet about a pipe that its reader closed", () => {
  const fromNode = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
  for (const error of [new Deno.errors.BrokenPipe(), fromNode]) {
    assert.deepEqual(endOf(error), { code: 0, message: "" });
  }
});

Deno.test("endOf() keeps a defect's stack and its cause, and asks for a report", () => {
  const { code, message } = endOf(new Error("boom", { cause: new TypeError("inner") }));
  assert.equal(code, 70);
  assert.match(message, /Error: boom\n\s+at .*run_task_test\.ts/);
  assert.match(message, /TypeError: inner/);
  assert.match(message, /please report it/);
});

Deno.test("runTask() exits with what main returns", async () => {
  assert.deepEqual(await run("return 3"), { code: 3, stderr: "" });
});

Deno.test("runTask() ends as a defect for what is thrown outside of main's promise", async () => {
  for (
    const elsewhere of [
      'Promise.reject(new Error("boom"))',
      'queueMicrotask(() => { throw new Error("boom") })',
    ]
  ) {
    const { code, stderr } = await run(`${elsewhere}; await new Promise(() => {}); return 0;`);
    assert.equal(code, 70, stderr);
    assert.match(stderr, /Error: boom[\s\S]*please report it/);
  }
});
