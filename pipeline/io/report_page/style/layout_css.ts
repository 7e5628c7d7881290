// The page's frame: text, masthead, headline, sections, tables, paper.

/** Rules for what every section shares. */
export const LAYOUT_CSS = `
*, *::before, *::after { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--bg); color: var(--ink); font: var(--t-2)/1.5 var(--font);
  font-variant-numeric: tabular-nums lining-nums; overflow-wrap: anywhere; }
h1, h2, h3, p, ul, ol, dl, dd, figure, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
code, pre { font-family: var(--mono); font-size: .92em; }
a { color: inherit; text-underline-offset: .2em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.visually-hidden, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
main, .masthead, footer { width: min(100% - 2 * var(--s-4), 75rem); margin-inline: auto; }
.masthead { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline;
  gap: var(--s-2) var(--s-5); padding-block: var(--s-5) var(--s-4); font-size: var(--t-1);
  color: var(--ink-soft); }
.brand { color: var(--ink); font-weight: 650; letter-spacing: -.01em; font-size: var(--t-2); }
.brand > span:last-child { font-weight: 400; color: var(--ink-soft); }
.playhead { display: inline-block; width: 2px; height: 1.15em; margin-right: .6em; background: var(--accent);
  vertical-align: -.2em; position: relative; }
.playhead::before { content: ""; position: absolute; left: -4px; top: -1px; border: 5px solid transparent;
  border-top-color: var(--accent); border-bottom: 0; }
.when { display: flex; flex-wrap: wrap; gap: var(--s-1) var(--s-4); }
.hero { position: relative; isolation: isolate; overflow: hidden; border: 1px solid var(--line);
  border-radius: calc(var(--radius) * 1.6); padding: var(--s-7) clamp(1.25rem, 4vw, 3.5rem) var(--s-6);
  background: radial-gradient(90% 120% at 12% 0%, var(--glow), transparent 70%), var(--panel); }
.hero.failed { background: radial-gradient(90% 120% at 12% 0%, var(--glow-bad), transparent 70%), var(--panel); }
.hero h1 { font-size: var(--t-6); line-height: 1.02; letter-spacing: -.035em; font-weight: 680; }
.verdict { display: inline-grid; place-items: center; width: .95em; height: .95em; border-radius: 50%;
  font-size: .62em; margin-right: .18em; vertical-align: .16em; background: var(--good); color: var(--panel);
  letter-spacing: 0; }
.failed .verdict { background: var(--bad); }
.lede { max-width: 46rem; margin-top: var(--s-4); font-size: var(--t-3); line-height: 1.45;
  color: var(--ink-soft); }
.path { font-family: var(--mono); font-size: .9em; color: var(--ink); }
.hero-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr));
  gap: var(--s-5); margin-top: var(--s-7); }
.hero-figures > div { display: flex; flex-direction: column-reverse; justify-content: flex-end;
  border-top: 1px solid var(--line); padding-top: var(--s-3); }
.hero-figures dt { font-size: var(--t-1); color: var(--ink); margin-top: .1em; }
.hero-figures dd { display: contents; }
.hero-figures b { font-size: var(--t-5); line-height: 1.1; letter-spacing: -.025em; font-weight: 620;
  order: 1; }
.hero-figures dd span { order: -1; font-size: var(--t-0); color: var(--ink-soft); }
.silhouette { position: absolute; inset: auto 0 0 0; width: 100%; height: 50%; z-index: -1; opacity: .16;
  -webkit-mask-image: linear-gradient(to top, transparent, #000 70%);
  mask-image: linear-gradient(to top, transparent, #000 70%); }
.silhouette path { fill: var(--accepted); }
nav { position: sticky; top: 0; z-index: 5; background: var(--bg); margin-block: var(--s-4) 0;
  border-bottom: 1px solid var(--line); }
nav ul { display: flex; gap: var(--s-5); overflow-x: auto; scrollbar-width: none; }
nav a { display: block; padding-block: var(--s-3); font-size: var(--t-1); color: var(--ink-soft);
  text-decoration: none; white-space: nowrap; }
nav a:hover { color: var(--ink); text-decoration: underline; }
main > section[id] { padding-top: var(--s-7); scroll-margin-top: 1.5rem; }
h2 { font-size: var(--t-4); line-height: 1.15; letter-spacing: -.02em; font-weight: 650; }
h3 { font-size: var(--t-2); line-height: 1.3; font-weight: 620; }
.sub { margin-top: var(--s-5); }
.lead { max-width: 48rem; margin-top: var(--s-2); color: var(--ink-soft); }
.note { margin-top: var(--s-2); font-size: var(--t-1); color: var(--ink-soft); }
.empty, .alarm { margin-top: var(--s-4); padding: var(--s-4) var(--s-5); border-radius: var(--radius);
  background: var(--panel); border: 1px dashed var(--line); color: var(--ink-soft); max-width: 48rem; }
.alarm { border: 2px solid var(--bad); color: var(--ink); }
.scroll { overflow: auto; max-height: 22rem; }
.scroll.wide { max-height: none; }
table { border-collapse: collapse; width: 100%; font-size: var(--t-1); }
th, td { text-align: right; padding: var(--s-2) 0 var(--s-2) var(--s-4); border-bottom: 1px solid var(--line);
  vertical-align: top; }
th:first-child { text-align: left; padding-left: 0; font-weight: 500; }
thead th { font-size: var(--t-0); font-weight: 500; color: var(--ink-soft); white-space: nowrap; }
summary { cursor: pointer; width: fit-content; font-size: var(--t-1); color: var(--ink-soft); padding-block: var(--s-2); }
summary:hover { color: var(--ink); }
footer { padding-block: var(--s-7) var(--s-6); font-size: var(--t-1); color: var(--ink-soft); }
@media (max-width: 36rem) {
  .lede { font-size: var(--t-2); }
  .hero-figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--s-4); }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print {
  :root { --bg: #fff; --panel: #fff; --panel-raised: #f4f4f4; --line: #bbb; --ink: #000; --ink-soft: #333;
    --ink-faint: #444; --accepted: #0f6fa6; --duplicate: #7a5bc9; --quarantined: #c04f0b;
    --excluded: #767d8a; --good: #08705d; --warn: #855600; --bad: #b3261e; --accent: #b96f00;
    --texture: rgb(255 255 255 / .5); --cone: #ddd; --glow: transparent; --glow-bad: transparent; --heat-low: #e4edf3; --heat-mid: #3f97cb;
    --heat-high: #07304d; color-scheme: light; font-size: 11px; --t-5: 1.5rem; --t-6: 2.75rem; --s-7: 2.25rem; }
  .figures { grid-template-columns: repeat(5, 1fr); }
  .sum { gap: var(--s-3); }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, .skip, details.numbers, .silhouette { display: none; }
  main, .masthead, footer { width: 100%; }
  .chart, .expectation, .example, .inputs li, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; max-height: none; }
}
`;
