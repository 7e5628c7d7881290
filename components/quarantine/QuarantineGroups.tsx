// The quarantine's open rows by rule and source: the way into each group.

import type { QuarantineList } from "../../domain/answers.ts";
import { formatCount } from "../../domain/format.ts";
import { fileName } from "../kit/file_name.ts";
import { pageHref, type QuarantineQuestion } from "./quarantine_question.ts";
import { RuleName } from "../quality/RuleName.tsx";

/** A list of rules, each with its sources when there is more than one. */
export function QuarantineGroups({ groups, question }: {
  readonly groups: QuarantineList["groups"];
  readonly question: QuarantineQuestion;
}) {
  const byRule = Map.groupBy(groups, ({ rule }) => rule);
  const total = groups.reduce((sum, { rows }) => sum + rows, 0);
  const isCurrent = (rule: string | null, source: string | null) =>
    question.rule === rule && question.source === source && question.id === null
      ? "page" as const
      : undefined;
  return (
    <nav class="card groups" aria-label="Rows by rule and source">
      <ul>
        <li>
          <a
            href={pageHref(question, { rule: null, source: null })}
            aria-current={isCurrent(null, null)}
          >
            <span>All open rows</span>
            <span class="num">{formatCount(total)}</span>
          </a>
        </li>
        {[...byRule].map(([rule, sources]) => (
          <li key={rule}>
            <a
              href={pageHref(question, { rule, source: null })}
              aria-current={isCurrent(rule, null)}
            >
              <span class="mono">
                <RuleName rule={rule} />
              </span>
              <span class="num">
                {formatCount(sources.reduce((sum, { rows }) => sum + rows, 0))}
              </span>
            </a>
            {sources.length > 1 && (
              <ul>
                {sources.map(({ source, rows }) => (
                  <li key={source}>
                    <a
                      href={pageHref(question, { rule, source })}
                      aria-current={isCurrent(rule, source)}
                      title={source}
                    >
                      <span>{fileName(source)}</span>
                      <span class="num">{formatCount(rows)}</span>
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
