// The page's design tokens: palette for dark and light, type scale, spacing.

/**
 * Text colours keep 4.5:1 on every surface they stand on, marks 3:1. The four parts of the ledger
 * differ in lightness and texture as well as in hue, so no kind of colour vision is needed.
 */
export const TOKEN_CSS = `
:root {
  color-scheme: dark light;
  --bg: #0a0c11; --panel: #12151c; --panel-raised: #1a1e28; --line: #2a303d;
  --ink: #eef0f5; --ink-soft: #b0b7c5; --ink-faint: #8f97a8;
  --accepted: #45b1e8; --duplicate: #b7a3f5; --quarantined: #ff9147; --excluded: #7f8899;
  --good: #4fd0b5; --warn: #f4bf4f; --bad: #ff7d70; --accent: #ffb938;
  --texture: rgb(10 12 17 / .45); --cone: #1d2431; --glow: rgb(69 177 232 / .13); --glow-bad: rgb(255 125 112 / .14);
  --heat-low: #213750; --heat-high: #c9efff; --heat-mid: #2786c2;
  --font: ui-sans-serif, system-ui, "Segoe UI", "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", Menlo, Consolas, monospace;
  --t-0: .75rem; --t-1: .875rem; --t-2: 1rem; --t-3: 1.25rem; --t-4: 1.625rem;
  --t-5: clamp(1.5rem, 1.1rem + 1.6vw, 2.25rem); --t-6: clamp(2rem, 1.1rem + 4vw, 4.5rem);
  --s-1: .25rem; --s-2: .5rem; --s-3: .75rem; --s-4: 1rem; --s-5: 1.5rem; --s-6: 2rem;
  --s-7: clamp(2.5rem, 2rem + 2vw, 4rem); --radius: 10px;
}
@media (prefers-color-scheme: light) {
  :root {
    --bg: #f3f2ee; --panel: #ffffff; --panel-raised: #f1efe9; --line: #d9d5cb;
    --ink: #14171d; --ink-soft: #434a57; --ink-faint: #5e6573;
    --accepted: #0f6fa6; --duplicate: #7a5bc9; --quarantined: #c04f0b; --excluded: #767d8a;
    --good: #08705d; --warn: #855600; --bad: #b3261e; --accent: #b96f00;
    --texture: rgb(255 255 255 / .5); --cone: #dfe3e4; --glow: rgb(15 111 166 / .1); --glow-bad: rgb(179 38 30 / .1);
    --heat-low: #e4edf3; --heat-high: #07304d; --heat-mid: #3f97cb;
  }
}
`;
