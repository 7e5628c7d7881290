// The look of charts: bars, axes, the heat map, the table of shows.

/** Rules for charts. Text is HTML beside the SVG, so it keeps its size while the marks stretch. */
export const CHART_CSS = `
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: var(--s-6);
  margin-top: var(--s-5); }
.chart { min-width: 0; }
.unit, .across { font-size: var(--t-0); color: var(--ink-soft); }
.across { text-align: center; margin: var(--s-1) 0 0 2.75rem; }
.finding { font-size: var(--t-1); color: var(--ink-soft); margin-top: var(--s-1); }
.plot { display: grid; grid-template-columns: 2.75rem minmax(0, 1fr); grid-template-rows: 13rem 1.75rem;
  margin-top: var(--s-4); }
.plot svg { width: 100%; height: 100%; display: block; }
.axis-y, .axis-x { position: relative; font-size: var(--t-0); color: var(--ink-soft); }
.axis-y span { position: absolute; right: var(--s-2); transform: translateY(50%); line-height: 1; }
.axis-x { grid-column: 2; }
.axis-x span { position: absolute; top: var(--s-2); white-space: nowrap; line-height: 1.2; }
.axis-x .centred { transform: translateX(-50%); }
.grid line { stroke: var(--line); vector-effect: non-scaling-stroke; }
.bar { fill: var(--accepted); }
.hit { fill: transparent; }
g:hover > .bar { fill: var(--accent); }
.heat { table-layout: fixed; margin-top: var(--s-5); border-collapse: separate; border-spacing: 2px; }
.heat th, .heat td { padding: 0; border: 0; vertical-align: middle; }
.heat thead th, .heat thead td { font-size: var(--t-0); text-align: left; height: 1.5rem; }
.heat tr > :first-child { width: 2.75rem; font-size: var(--t-0); color: var(--ink-soft); }
.heat abbr { text-decoration: none; }
.heat tbody td { height: 1.9rem; border-radius: 3px; position: relative; }
.heat tbody td:hover { outline: 2px solid var(--accent); }
.q0 { background: var(--panel-raised); }
.q1 { background: var(--heat-low); }
.q2 { background: color-mix(in oklab, var(--heat-mid) 28%, var(--heat-low)); }
.q3 { background: color-mix(in oklab, var(--heat-mid) 55%, var(--heat-low)); }
.q4 { background: color-mix(in oklab, var(--heat-mid) 80%, var(--heat-low)); }
.q5 { background: var(--heat-mid); }
.q6 { background: color-mix(in oklab, var(--heat-high) 35%, var(--heat-mid)); }
.q7 { background: color-mix(in oklab, var(--heat-high) 68%, var(--heat-mid)); }
.q8 { background: var(--heat-high); }
.heat-legend { display: flex; align-items: center; gap: var(--s-2); margin-top: var(--s-3); font-size: var(--t-0);
  color: var(--ink-soft); }
.steps { display: flex; gap: 2px; }
.steps span { width: 1.25rem; height: .75rem; border-radius: 2px; }
.shows { margin-top: var(--s-4); }
.shows tbody th { width: 52%; }
.show-name { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.shows td { white-space: nowrap; }
.numbers table { font-size: var(--t-0); }
.numbers caption { text-align: left; color: var(--ink-soft); padding-bottom: var(--s-1); }
.numbers th, .numbers td { padding-block: var(--s-1); }
@media (max-width: 36rem) {
  .minor { display: none; }
  .heat { border-spacing: 1px; margin-inline: -.25rem; width: calc(100% + .5rem); }
  .heat tr > :first-child { width: 2rem; }
  .heat tbody td { height: 1.6rem; border-radius: 2px; }
  .shows { font-size: var(--t-0); }
  .shows tbody th { width: 36%; }
  .shows td, .shows th + th { padding-left: var(--s-2); }
  .meter.small { width: 2.5rem; }
}
`;
