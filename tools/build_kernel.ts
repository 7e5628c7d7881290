// Compiles the WebAssembly kernels and writes them where they are imported from. With --check it only says
// whether the committed kernels are those that their sources give.

import { fileURLToPath } from "node:url";

const COMPILER = "npm:assemblyscript@0.28.20/asc";
const OPTIONS = ["--runtime", "stub", "--noAssert", "-O3", "--enable", "simd"];

/** A kernel: its folder below pipeline/transform, and its source there. */
const KERNELS = [
  { folder: "scan", source: "scanners.ts", memory: [] },
  // Its memory never grows, so that arrays in it stay where they are.
  { folder: "columns", source: "columns.ts", memory: ["--importMemory"] },
];

/** The module's text: the kernel's bytes as base64. */
async function compileKernel(
  source: string,
  path: string,
  options: readonly string[],
): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    const wasm = `${folder}/kernel.wasm`;
    const { default: asc } = await import(COMPILER) as {
      default: { main(args: string[]): Promise<{ error: Error | null; stderr: unknown }> };
    };
    const { error, stderr } = await asc.main([path, ...OPTIONS, ...options, "--outFile", wasm]);
    if (error !== null) throw new Error(`${error.message}\n${stderr}`);
    const base64 = (await Deno.readFile(wasm)).toBase64();
    return `// The compiled kernel/${source}, made by \`deno task build:kernel\`: do not edit.\n\n` +
      "/** The kernel's WebAssembly module, in base64. */\n" +
      `export const KERNEL_WASM =\n  "${base64}";\n`;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const { folder, source, memory } of KERNELS) {
  const base = new URL(`../pipeline/transform/${folder}/`, import.meta.url);
  const target = new URL("kernel_wasm.ts", base);
  const text = await compileKernel(
    source,
    fileURLToPath(new URL(`kernel/${source}`, base)),
    memory,
  );
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(target, text);
  else if (await Deno.readTextFile(target) !== text) {
    console.error(`${folder}/kernel_wasm.ts is not that of its source: run deno task build:kernel`);
    Deno.exit(1);
  }
}
