// Tests of the palette: text and marks keep the contrast of WCAG 2.2 AA on every surface, dark and light.

import assert from "node:assert/strict";

const css = Deno.readTextFileSync(new URL("../../static/playhead.css", import.meta.url));

/** Each scheme's colours, by token name; light overrides dark. */
function schemes(): Record<"dark" | "light", Map<string, string>> {
  const [dark, light] = css.split(`:root[data-theme="light"]`).map((part) =>
    new Map(
      [...part.split("}")[0]!.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6})/g)]
        .map(([, name, hex]) => [name!, hex!]),
    )
  );
  return { dark: dark!, light: new Map([...dark!, ...light!]) };
}

/** Relative luminance as WCAG defines it. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

for (const [scheme, colours] of Object.entries(schemes())) {
  Deno.test(`the palette keeps 4.5:1 for text and 3:1 for marks in ${scheme}`, () => {
    const needs: [names: string[], least: number][] = [
      [["text", "muted", "accent", "accent-2", "good", "warn", "bad"], 4.5],
      [Array.from({ length: 8 }, (_, i) => `series-${i + 1}`), 3],
    ];
    for (const [names, least] of needs) {
      for (const name of names) {
        for (const surface of ["bg", "surface"]) {
          const ratio = contrast(colours.get(name)!, colours.get(surface)!);
          assert(ratio >= least, `${name} on ${surface}: ${ratio.toFixed(2)}`);
        }
      }
    }
  });
}
