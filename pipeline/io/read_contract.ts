// Reads the data contract (`contract.yaml`) and refuses, by line and key, what it does not understand.

import { COLUMN_NAMES, REQUIRED_COLUMNS, SPARSE_COLUMNS } from "../../domain/columns.ts";
import type { DataContract, Expectation, Limit } from "../../domain/contract.ts";
import {
  CONTRACT_METRICS,
  type ContractMetric,
  LEDGER_CHECK_ID,
  nullShareOf,
  ONE_BOUND_LIMITS,
  SEVERITIES,
} from "../../domain/contract.ts";
import { UsageError } from "../../domain/errors.ts";
import { ContractNode } from "./contract_node.ts";
import { readText } from "../../lake/disk/open_file.ts";
import { whyUnreadable } from "../../lake/disk/read_failure.ts";

const METRIC_NAMES = Object.keys(CONTRACT_METRICS) as ContractMetric[];
const LIMIT_KEYS = [...ONE_BOUND_LIMITS, "mustBeBetween"] as const;
/** Keys that say nothing to the pipeline but belong to a rule of the standard. */
const INFORMATIVE_KEYS = ["type", "dimension", "businessImpact", "method", "unit", "tags"] as const;
const RULE_KEYS = [
  ...["id", "name", "description", "metric", "severity", "customProperties"] as const,
  ...LIMIT_KEYS,
  ...INFORMATIVE_KEYS,
];

/**
 * Reads a contract from a path or file URL.
 *
 * @throws {UsageError} when the file cannot be read or breaks the contract's own shape; one line
 * that names file, line, key and the nearest valid name
 */
export async function readContract(path: string | URL): Promise<DataContract> {
  const name = path instanceof URL ? path.pathname.split("/").at(-1)! : path;
  let text: string;
  try {
    text = await readText(path);
  } catch (cause) {
    throw new UsageError(`Cannot read the data contract ${name} as ${whyUnreadable(cause)}`, {
      cause,
    });
  }
  return parseContract(name, text);
}

/** The same from text; `path` is for messages. @throws {UsageError} as {@link readContract} does */
export function parseContract(path: string, text: string): DataContract {
  const root = ContractNode.parse(path, text);
  root.required("apiVersion").text();
  root.required("kind").oneOf(["DataContract"]);
  const tables = root.required("schema");
  const [table, another] = tables.items();
  if (table === undefined || another !== undefined) throw tables.mismatch("a list of one table");
  const rules = table.optional("quality")?.items() ?? [];
  const expectations = [...readColumns(table), ...readRules(rules)];
  return {
    id: root.required("id").text(),
    version: root.required("version").text(),
    expectations,
  };
}

/** Checks the columns; an optional one that is `required: true` becomes an expectation. */
function readColumns(table: ContractNode): Expectation[] {
  const expectations: Expectation[] = [];
  const properties = table.required("properties");
  const unnamed = new Set<string>(REQUIRED_COLUMNS);
  for (const property of properties.items()) {
    const column = property.required("name").oneOf(COLUMN_NAMES);
    const required = property.optional("required");
    const isRequired = required?.boolean() ?? false;
    const sparse = SPARSE_COLUMNS.find((name) => name === column);
    if (unnamed.delete(column)) {
      if (!isRequired) throw (required ?? property).mismatch(`true for the column ${column}`);
    } else if (isRequired && sparse !== undefined) {
      const limit = { kind: "mustBe", bound: 0 } as const;
      const description = `Every accepted row has a value for ${column}`;
      expectations.push({
        id: `${column}.required`,
        description,
        metric: nullShareOf(sparse),
        limit,
        severity: "error",
      });
    } else if (isRequired) throw required!.mismatch(`false for the column ${column}`);
  }
  const [missing] = unnamed;
  if (missing !== undefined) throw properties.mismatch(`a list with the column ${missing}`);
  return expectations;
}

function readRules(rules: readonly ContractNode[]): Expectation[] {
  const taken = new Set<string>([LEDGER_CHECK_ID]);
  return rules.map((rule) => {
    for (const key of rule.keys()) key.oneOf(RULE_KEYS);
    const idNode = rule.optional("id") ?? rule.required("name");
    const id = idNode.text();
    if (taken.has(id)) throw idNode.mismatch("an id that no other rule has");
    taken.add(id);
    const metric = rule.required("metric").oneOf(METRIC_NAMES);
    return {
      id,
      description: rule.optional("description")?.text() ?? CONTRACT_METRICS[metric].meaning,
      metric,
      limit: readLimit(rule),
      severity: rule.optional("severity")?.oneOf(SEVERITIES) ?? "error",
    };
  });
}

function readLimit(rule: ContractNode): Limit {
  const [kind, another] = LIMIT_KEYS.filter((key) => rule.optional(key) !== null);
  if (kind === undefined || another !== undefined) {
    throw rule.mismatch(`a rule with exactly one of ${LIMIT_KEYS.join(", ")}`);
  }
  const node = rule.required(kind);
  if (kind !== "mustBeBetween") return { kind, bound: node.number() };
  const [lower, upper, extra] = node.items().map((item) => item.number());
  if (lower === undefined || upper === undefined || extra !== undefined || lower > upper) {
    throw node.mismatch("a list of two numbers, the smaller first");
  }
  return { kind, lower, upper };
}
