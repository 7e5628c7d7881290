// Changes one limit in the text of a contract; every other character of it stays, comments too.

import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from "yaml";
import { UsageError } from "../../domain/errors.ts";
import { boundsOf, withBounds } from "../../domain/limit.ts";
import { parseContract } from "./read_contract.ts";

/** Which rule gets which numbers. */
export interface LimitChange {
  readonly id: string;
  /** As many as its limit has, the lower one first. */
  readonly bounds: readonly number[];
}

/**
 * The text with the change; it is read again before it is given back.
 *
 * @throws {UsageError} there is no such rule in the file, or the numbers do not fit its kind of limit
 */
export function editContract(path: string, text: string, { id, bounds }: LimitChange): string {
  const rule = parseContract(path, text).expectations.find((one) => one.id === id);
  const limit = rule && withBounds(rule.limit, bounds);
  const node = rule && findRule(text, id);
  if (rule === undefined || !node) {
    throw new UsageError(
      `Cannot change a limit as its rule must be in ${path}: current value is "${id}"`,
    );
  }
  if (!limit) {
    throw new UsageError(
      `Cannot change ${id} as ${rule.limit.kind} takes ${boundsOf(rule.limit).length} finite ` +
        `numbers, the smaller first: current value is ${JSON.stringify(bounds)}`,
    );
  }
  const value = node.get(limit.kind, true);
  const range = isScalar(value) || isSeq(value) ? value.range : null;
  if (!range) throw new UsageError(`Cannot change ${id} as its limit must stand in ${path}`);
  const written = bounds.length === 1 ? String(bounds[0]) : `[${bounds.join(", ")}]`;
  // A list of lines reaches to the next key: what ends it stays.
  const old = text.slice(range[0], range[1]), end = range[0] + old.trimEnd().length;
  const changed = text.slice(0, range[0]) + written + text.slice(end);
  parseContract(path, changed);
  return changed;
}

function findRule(text: string, id: string): YAMLMap | null {
  const rules = parseDocument(text).getIn(["schema", 0, "quality"]);
  if (!isSeq(rules)) return null;
  const found = rules.items.find((item) =>
    isMap(item) && String(item.get("id") ?? item.get("name")).trim() === id
  );
  return isMap(found) ? found : null;
}
