// A rule's id, which may break into lines where its parts meet.

import { Fragment } from "preact";

/** `watch_date.invalid`. */
export function RuleName({ rule }: { readonly rule: string }) {
  return (
    <>
      {rule.split(/(?<=[._])/).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}
