// A file's columns by its schema: their forms, how their values are put together, and what the library is told of
// them. The library is given numbers for names (two columns may have one name, and names may hold dots) and hardly
// any annotation, so that it hands over values as they are stored.

import { parquetSchema, type SchemaElement, type SchemaTree } from "hyparquet";
import { getTreePath } from "hyparquet/src/schema.js";
import { type CellForm, leafForm, leafText } from "../values/cell_form.ts";
import { tellerOf } from "../values/told_values.ts";

/** An element of the schema with those below it. */
export interface SchemaNode {
  readonly element: SchemaElement;
  readonly children: readonly SchemaNode[];
}

/** Makes of a value as it is stored what is shown. */
export type Tell = (stored: unknown) => unknown;

/** What is known of a node's values. */
interface Meaning {
  readonly form: CellForm;
  readonly type: string;
  readonly tell: Tell;
}

/** A stored column below a top-level one. */
export interface Leaf {
  /** Among all stored columns of the file. */
  readonly index: number;
  readonly schemaPath: readonly SchemaTree[];
}

/** A top-level column. */
export interface Column extends Meaning {
  /** Its name, with a number where an earlier column has the same one. */
  readonly name: string;
  readonly element: SchemaElement;
  readonly tree: SchemaTree;
  readonly leaves: readonly Leaf[];
  /** One value a row, neither nested nor repeated. */
  readonly isFlat: boolean;
}

/** @throws {Error} the schema does not add up */
export function columnsOf(schema: readonly SchemaElement[]): Column[] {
  const top = treeOf(schema).children;
  const plain = parquetSchema({ schema: plainSchema(schema) });
  const names = distinctNames(top.map(({ element }) => element.name));
  let index = 0;
  return top.map((node, at) => {
    const tree = plain.children[at]!;
    const leaves = pathsOf(tree).map((path): Leaf => ({
      index: index++,
      schemaPath: getTreePath(plain, path),
    }));
    const isFlat = node.children.length === 0 && node.element.repetition_type !== "REPEATED";
    return { ...meaningOf(node), name: names[at]!, element: node.element, tree, leaves, isFlat };
  });
}

/** Later ones of a name get a number: `x`, `x (2)`. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set(names), seen = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 2; seen.has(free) || free !== name && taken.has(free); number++) {
      free = `${name} (${number})`;
    }
    seen.add(free);
    return free;
  });
}

function treeOf(schema: readonly SchemaElement[]): SchemaNode {
  let at = 0;
  const next = (): SchemaNode => {
    const element = schema[at++];
    if (element === undefined) throw new Error("the schema ends in the middle");
    const count = element.num_children ?? 0, children: SchemaNode[] = [];
    while (children.length < count) children.push(next());
    if (at > 1 && children.length === 0 && element.type === undefined) {
      throw new Error(`${element.name} has neither a type nor fields`);
    }
    return { element, children };
  };
  return next();
}

/** The schema with numbers for names and without what the library would convert by. */
function plainSchema(schema: readonly SchemaElement[]): SchemaElement[] {
  const plain: SchemaElement[] = [];
  let at = 0;
  const next = (number: number, isKept: boolean) => {
    const element = schema[at++]!;
    const isVariant = element.logical_type?.type === "VARIANT";
    const named = isKept ? element : { ...plainElement(element), name: String(number) };
    plain.push(isVariant ? { ...named, logical_type: element.logical_type! } : named);
    for (let i = 0; i < (element.num_children ?? 0); i++) next(i, isKept || isVariant);
  };
  next(0, false);
  return plain;
}

/** Annotations that the library reads well stay: texts, identifiers, halves, unsigned numbers, shapes. */
function plainElement(element: SchemaElement): SchemaElement {
  const { converted_type: _converted, logical_type: logical, ...bare } = element;
  if (element.num_children) return bare;
  const form = leafForm(element);
  switch (form.kind) {
    case "text":
      return { ...bare, converted_type: "UTF8" };
    case "integer":
      return form.isSigned || form.bits < 32
        ? bare
        : { ...bare, converted_type: form.bits === 64 ? "UINT_64" : "UINT_32" };
    case "uuid":
    case "half":
    case "object":
      return { ...bare, logical_type: logical! };
    default:
      return bare;
  }
}

function pathsOf(tree: SchemaTree): string[][] {
  return tree.children.length === 0 ? [tree.path] : tree.children.flatMap(pathsOf);
}

function meaningOf(node: SchemaNode): Meaning {
  const one = meaningOfOne(node);
  if (node.element.repetition_type !== "REPEATED") return one;
  return listOf(one, (stored) => stored as ArrayLike<unknown> | null);
}

function meaningOfOne(node: SchemaNode): Meaning {
  const { element, children } = node;
  if (children.length === 0) {
    const form = leafForm(element);
    return { form, type: leafText(element, form), tell: tellerOf(form) };
  }
  const name = element.logical_type?.type ?? element.converted_type;
  if (name === "VARIANT") {
    return { form: { kind: "object" }, type: "variant", tell: (stored) => stored ?? null };
  }
  const [child] = children;
  if (children.length === 1 && child!.element.repetition_type === "REPEATED") {
    if (name === "LIST") return annotatedList(node);
    if (name === "MAP" || name === "MAP_KEY_VALUE") {
      if (child!.children.length === 2) return mapOf(child!);
      if (child!.children.length === 1) return annotatedList(node);
    }
  }
  return structOf(children);
}

/** The rules for lists of older writers, as the format's own description (LogicalTypes.md) gives them. */
function annotatedList(node: SchemaNode): Meaning {
  const repeated = node.children[0]!, { name } = repeated.element;
  const isItem = repeated.children.length !== 1 || name === "array" ||
    name === `${node.element.name}_tuple`;
  const item = isItem ? meaningOfOne(repeated) : meaningOf(repeated.children[0]!);
  const tell: Tell = isItem ? item.tell : (stored) => item.tell(partOf(stored, 0));
  return withNull(listOf({ ...item, tell }, (stored) => partOf(stored, 0) as ArrayLike<unknown>));
}

function listOf(item: Meaning, itemsOf: (stored: unknown) => ArrayLike<unknown> | null): Meaning {
  return {
    form: { kind: "list", item: item.form },
    type: `list<${item.type}>`,
    // The library has no word for a list without items where the list itself cannot be missing.
    tell: (stored) => Array.from(itemsOf(stored) ?? [], item.tell),
  };
}

function mapOf(pair: SchemaNode): Meaning {
  const key = meaningOf(pair.children[0]!), value = meaningOf(pair.children[1]!);
  return withNull({
    form: { kind: "map", key: key.form, value: value.form },
    type: `map<${key.type}, ${value.type}>`,
    tell: (stored) => {
      const pairs = Array.from(
        partOf(stored, 0) as ArrayLike<unknown> ?? [],
        (pair) => [key.tell(partOf(pair, 0)), value.tell(partOf(pair, 1))] as const,
      );
      const map = new Map(pairs);
      // JSON's names are texts, and each is there once.
      const isNamed = map.size === pairs.length && pairs.every(([key]) => typeof key === "string");
      return isNamed ? map : pairs;
    },
  });
}

function structOf(children: readonly SchemaNode[]): Meaning {
  const names = distinctNames(children.map(({ element }) => element.name));
  const fields = children.map(meaningOf);
  return withNull({
    form: { kind: "struct", names, fields: fields.map(({ form }) => form) },
    type: `struct<${names.map((name, i) => `${name}: ${fields[i]!.type}`).join(", ")}>`,
    tell: (stored) =>
      Object.fromEntries(names.map((name, i) => [name, fields[i]!.tell(partOf(stored, i))])),
  });
}

function withNull(meaning: Meaning): Meaning {
  const { tell } = meaning;
  return {
    ...meaning,
    tell: (stored) => stored === null || stored === undefined ? null : tell(stored),
  };
}

function partOf(stored: unknown, at: number): unknown {
  return (stored as Readonly<Record<number, unknown>> | null | undefined)?.[at];
}
