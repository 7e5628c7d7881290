// What a browser loads of JavaScript for the first page, packed.

import { gzipSync } from "node:zlib";

const SCRIPT = /["'](\/_fresh\/js\/[^"']+\.js)["']/g;
const IMPORT = /(?:from|import)\s*["'](\.[^"']+\.js)["']/g;

/** Bytes of gzip over the page's scripts and all that they import at once. */
export async function measureFirstPage(url: string): Promise<{ scripts: number; bytes: number }> {
  const html = await (await fetch(url)).text();
  const todo = [...html.matchAll(SCRIPT)].map(([, path]) => new URL(path!, url).href);
  const seen = new Set<string>();
  let bytes = 0;
  for (let script = todo.pop(); script !== undefined; script = todo.pop()) {
    if (seen.has(script)) continue;
    seen.add(script);
    const code = await (await fetch(script)).text();
    bytes += gzipSync(code, { level: 9 }).length;
    for (const [, path] of code.matchAll(IMPORT)) todo.push(new URL(path!, script).href);
  }
  return { scripts: seen.size, bytes };
}
