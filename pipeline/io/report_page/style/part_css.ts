// The look of single parts: the ledger's sum, expectations, quarantine, figures, lineage.

/** Rules for what one section has for itself. */
export const PART_CSS = `
.accepted { --hue: var(--accepted); } .duplicate { --hue: var(--duplicate); }
.quarantined { --hue: var(--quarantined); } .excluded { --hue: var(--excluded); }
.completion { --hue: var(--good); }
.segment, .swatch, .meter > span { background-color: var(--hue); }
.segment.quarantined, .swatch.quarantined { background-image:
  repeating-linear-gradient(135deg, transparent 0 5px, var(--texture) 5px 7px); }
.segment.duplicate, .swatch.duplicate { background-size: 6px 6px; background-image:
  radial-gradient(var(--texture) 1.2px, transparent 1.4px); }
.segment.excluded, .swatch.excluded { background-image:
  repeating-linear-gradient(0deg, transparent 0 4px, var(--texture) 4px 5px); }
.sum { display: flex; flex-wrap: wrap; gap: var(--s-4) var(--s-5); margin-top: var(--s-5); }
.term { position: relative; display: grid; align-content: start; }
.term + .term { padding-left: 1.9rem; }
.operator { position: absolute; left: 0; top: .1em; font-size: var(--t-4); line-height: 1.2; color: var(--ink-faint); }
.term b { font-size: var(--t-5); line-height: 1.15; letter-spacing: -.025em; font-weight: 620; }
.term-name { font-size: var(--t-1); }
.term-note { font-size: var(--t-0); color: var(--ink-soft); }
.swatch { position: absolute; left: .1rem; top: calc(var(--t-5) * 1.15 + .28em); width: .95rem; height: .95rem; border-radius: 3px; }
.ledger-bars { margin-top: var(--s-5); }
.ledger-bar { display: flex; height: 3.25rem; border-radius: 6px; overflow: hidden; background: var(--panel-raised); }
.segment + .segment { border-left: 1px solid var(--bg); }
.cone { display: block; width: 100%; height: 2.5rem; }
.cone polygon { fill: var(--cone); }
.cone + .ledger-bar { height: 2rem; border-radius: 0 0 6px 6px; }
.cone-labels { display: flex; font-size: var(--t-0); color: var(--ink-soft); margin-top: var(--s-1); }
.cone-label { overflow: hidden; text-overflow: ellipsis; }
.expectations, .rules, .inputs { margin-top: var(--s-4); border-top: 1px solid var(--line); }
.expectation { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr) minmax(0, 22rem); gap: var(--s-2) var(--s-5);
  padding-block: var(--s-4); border-bottom: 1px solid var(--line); align-items: start; }
.badge { font-size: var(--t-1); font-weight: 620; color: var(--tone); white-space: nowrap; }
.passed { --tone: var(--good); } .failed { --tone: var(--bad); } .warned { --tone: var(--warn); }
.expectation .id { font: var(--t-0)/1.5 var(--mono); color: var(--ink-soft); }
.expectation-value { font-size: var(--t-1); }
.limit { color: var(--ink-soft); }
.gauge { position: relative; height: 8px; margin-top: var(--s-3); margin-right: 6px; border-radius: 4px; background: var(--panel-raised);
  box-shadow: inset 0 0 0 1px var(--line); }
.gauge span { position: absolute; }
.gauge-allowed { top: 0; bottom: 0; border-radius: 4px; background: var(--excluded); opacity: .45; }
.gauge-limit { top: -5px; bottom: -5px; width: 2px; margin-left: -1px; background: var(--ink); }
.gauge-value { top: -3px; width: 14px; height: 14px; margin-left: -7px; border-radius: 50%; background: var(--tone);
  border: 2px solid var(--bg); }
.rule { padding-block: var(--s-4) var(--s-3); border-bottom: 1px solid var(--line); }
.counted { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 22rem); gap: var(--s-2) var(--s-5); }
.counted .note { margin-top: 0; }
.rule-id { font-weight: 620; }
.rule-count { font-size: var(--t-1); color: var(--ink-soft); white-space: nowrap; }
.rule-count b { font-size: var(--t-2); color: var(--ink); margin-right: var(--s-2); }
.meter { display: block; height: 6px; margin-top: var(--s-2); border-radius: 3px; background: var(--panel-raised); overflow: hidden; }
.meter > span { display: block; height: 100%; border-radius: 3px; }
.meter.small { width: 4rem; height: 4px; margin-left: auto; }
.examples ol { display: grid; gap: var(--s-4); padding-bottom: var(--s-3); }
.example { background: var(--panel); border: 1px solid var(--line); border-radius: var(--radius); padding: var(--s-4); }
.where { font-size: var(--t-0); color: var(--ink-soft); }
pre { margin-block: var(--s-2); font-size: var(--t-1); line-height: 1.55; white-space: pre-wrap; overflow-wrap: anywhere;
  unicode-bidi: isolate; }
mark { background: none; color: inherit; font-weight: 700; border-bottom: 2px solid var(--quarantined);
  box-shadow: inset 0 -1.2em color-mix(in srgb, var(--quarantined) 22%, transparent); border-radius: 2px; }
.hidden-char { font-size: .8em; padding: 0 .2em; border-radius: 3px; border: 1px solid var(--ink-faint); color: var(--ink); }
.why { display: grid; gap: var(--s-1); font-size: var(--t-1); color: var(--ink-soft); }
.why q { color: var(--ink); unicode-bidi: isolate; }
.figures { display: grid; grid-template-columns: repeat(5, 1fr); gap: 1px; margin-top: var(--s-4);
  background: var(--line); border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
.figures > div { background: var(--panel); padding: var(--s-4); }
.figures dt { font-size: var(--t-1); color: var(--ink-soft); }
.figures b { display: block; font-size: var(--t-4); line-height: 1.25; letter-spacing: -.02em; font-weight: 600; overflow-wrap: normal; }
.figures dd span { font-size: var(--t-0); color: var(--ink-soft); }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: 0 var(--s-6);
  margin-top: var(--s-3); font-size: var(--t-1); border-top: 1px solid var(--line); }
.pairs > div { display: flex; justify-content: space-between; gap: var(--s-4); padding-block: var(--s-2);
  border-bottom: 1px solid var(--line); }
.pairs dt { color: var(--ink-soft); }
.pairs dd { text-align: right; }
.pairs dd span:not(.hidden-char) { color: var(--ink-soft); }
.inputs li { padding-block: var(--s-3); border-bottom: 1px solid var(--line); font-size: var(--t-1); }
.facts, .hash { color: var(--ink-soft); }
.hash span { font-size: var(--t-0); }
@media (max-width: 60rem) {
  .figures { grid-template-columns: repeat(2, 1fr); }
  .expectation { grid-template-columns: 6rem minmax(0, 1fr); }
  .expectation-value { grid-column: 2; }
}
@media (max-width: 36rem) {
  .sum { display: grid; gap: var(--s-3); }
  .term { grid-template-columns: minmax(0, 1fr) auto auto; align-items: baseline; column-gap: var(--s-3);
    padding-left: 1.6rem; border-bottom: 1px solid var(--line); padding-bottom: var(--s-2); }
  .term + .term { padding-left: 1.6rem; }
  .term b { grid-area: 1 / 3; font-size: var(--t-3); }
  .operator { position: static; grid-area: 1 / 2; font-size: var(--t-3); }
  .term-name { grid-area: 1 / 1; }
  .term-note { grid-column: 1 / -1; }
  .swatch { left: 0; top: .45rem; }
  .expectation { grid-template-columns: minmax(0, 1fr); }
  .expectation-value { grid-column: 1; }
  .counted { grid-template-columns: minmax(0, 1fr); }
}
`;
