// What broke which rule, with example rows.

import { formatCount, formatFineShare, plural } from "../../domain/format.ts";
import type { RunProfile, RunReport } from "../../domain/report.ts";
import type { QuarantinedRow } from "../../domain/rule.ts";
import { Panel } from "../kit/Panel.tsx";
import { VisibleText } from "../kit/VisibleText.tsx";
import { BrokenRules, RawRow } from "../quarantine/RawRow.tsx";
import { ReasonList } from "../quality/ReasonList.tsx";

/** The most frequent rule shows its examples unfolded. */
export function QuarantinePanel({ report, examples }: {
  readonly report: RunReport;
  readonly examples: RunProfile["quarantine_examples"];
}) {
  const { reasons, ledger: { read, quarantined } } = report;
  return (
    <Panel id="reasons" title="Quarantine" note={noteOf(read, quarantined)}>
      {quarantined > 0 && (
        <ReasonList
          reasons={reasons}
          read={read}
          below={(rule, place) => <Examples rows={examples[rule] ?? []} isOpen={place === 0} />}
        />
      )}
    </Panel>
  );
}

function noteOf(read: number, quarantined: number): string {
  if (read === 0) return "No row was read, so none broke a rule. The quarantine file is empty.";
  if (quarantined === 0) return "No row broke a rule. The quarantine file is empty.";
  const all = quarantined === read ? ": none of the input could be used" : "";
  return `${plural(quarantined, "row")} (${
    formatFineShare(quarantined / read)
  } of those read) broke a rule${all}. Each is kept whole in the quarantine file and counted under ` +
    "the first rule it broke.";
}

function Examples({ rows, isOpen }: {
  readonly rows: readonly QuarantinedRow[];
  readonly isOpen: boolean;
}) {
  if (rows.length === 0) return null;
  return (
    <details class="fold" open={isOpen}>
      <summary>{plural(rows.length, "example row")}</summary>
      <ol class="bad-rows">
        {rows.map((row) => {
          const place = `line ${formatCount(row.line)}, byte ${formatCount(row.offset)}`;
          return (
            <li key={`${row.source} ${row.offset}`} class="bad-row">
              <p class="bad-row-head muted">
                <bdi>
                  <VisibleText text={row.source} />
                </bdi>
                <span>{place}</span>
              </p>
              <RawRow row={row} label={`Text of ${place}`} />
              <BrokenRules reasons={row.reasons} />
            </li>
          );
        })}
      </ol>
    </details>
  );
}
