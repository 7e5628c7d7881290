// A chart's numbers as a table, folded until they are asked for.

/** Rows are read as the chart is, from left to right. */
export function Alternative({ head, rows, hrefs }: {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where each row's first cell leads, if anywhere. */
  readonly hrefs?: readonly string[] | undefined;
}) {
  return (
    <details class="alternative">
      <summary>As a table</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={`${head.join(", ")}: table`}>
        <table class="table">
          <thead>
            <tr>
              {head.map((text, i) => (
                <th key={text} scope="col" class={i > 0 ? "num" : ""}>{text}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={row[0]}>
                {row.map((text, i) =>
                  i === 0
                    ? (
                      <th key={i} scope="row">
                        {hrefs?.[at] === undefined ? text : <a href={hrefs[at]}>{text}</a>}
                      </th>
                    )
                    : <td key={i} class="num">{text}</td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
