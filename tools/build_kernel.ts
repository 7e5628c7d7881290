// Compiles the scanner's WebAssembly kernel and writes it where the scanner imports it from. With --check
// it only says whether the committed kernel is the one that its source gives.

import { fileURLToPath } from "node:url";

const SOURCE = new URL("../pipeline/transform/scan/kernel/scan_csv.ts", import.meta.url);
const TARGET = new URL("../pipeline/transform/scan/kernel_wasm.ts", import.meta.url);
const COMPILER = "npm:assemblyscript@0.28.20/asc";
const OPTIONS = ["--runtime", "stub", "--noAssert", "-O3", "--enable", "simd"];

/** The module's text: the kernel's bytes as base64. */
async function compileKernel(): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    const wasm = `${folder}/kernel.wasm`;
    const { default: asc } = await import(COMPILER) as {
      default: { main(args: string[]): Promise<{ error: Error | null; stderr: unknown }> };
    };
    const { error, stderr } = await asc.main([
      fileURLToPath(SOURCE),
      ...OPTIONS,
      "--outFile",
      wasm,
    ]);
    if (error !== null) throw new Error(`${error.message}\n${stderr}`);
    const base64 = (await Deno.readFile(wasm)).toBase64();
    return "// The compiled kernel/scan_csv.ts, made by `deno task build:kernel`: do not edit.\n\n" +
      "/** The kernel's WebAssembly module, in base64. */\n" +
      `export const KERNEL_WASM =\n  "${base64}";\n`;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const text = await compileKernel();
if (!Deno.args.includes("--check")) await Deno.writeTextFile(TARGET, text);
else if (await Deno.readTextFile(TARGET) !== text) {
  console.error("kernel_wasm.ts is not what its source compiles to: run deno task build:kernel");
  Deno.exit(1);
}
