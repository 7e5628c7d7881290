// What stands for a flag's value in help and errors.

import type { Flag } from "./command_spec.ts";

const BY_KIND = {
  text: "TEXT",
  number: "NUMBER",
  integer: "N",
  share: "SHARE",
  bytes: "SIZE",
  instant: "INSTANT",
  list: "A[,B…]",
} as const;

/** E.g. `FILE`, `zstd|gzip`, `N`; empty for a switch. */
export function flagPlaceholder(flag: Flag): string {
  if (flag.kind === "switch") return "";
  return flag.value ?? (flag.kind === "choice" ? flag.choices.join("|") : BY_KIND[flag.kind]);
}
