// Lint rule: the pure folders have no clock, randomness, waiting, platform or packages.

import { isFree, isWithin } from "./arrows.ts";
import { projectPath } from "./project_path.ts";

/** What is held pure, so that the same input gives the same output in a test, a thread and a browser. */
const PURE_FOLDERS = ["domain", "pipeline/transform", "pipeline/repair", "store/core"];

/** What of the platform's packages only computes, by package. */
const PURE_IMPORTS = new Map([["node:crypto", ["createHash"]], ["node:zlib", ["crc32"]]]);

/** Globals that reach outside. */
const IMPURE = new Set([
  ...["Deno", "process", "globalThis", "console", "crypto", "performance", "navigator", "Worker"],
  ...["fetch", "setTimeout", "setInterval", "queueMicrotask", "localStorage", "sessionStorage"],
]);
/** Members of globals that are pure otherwise. */
const IMPURE_MEMBERS = new Set(["Date.now", "Math.random"]);

/** Reports what a pure folder must not do; its context gives it clock, randomness and ids. */
export const pureFolders: Deno.lint.Rule = {
  create(context) {
    const file = projectPath(context.filename);
    if (isFree(file) || !PURE_FOLDERS.some((folder) => isWithin(file, folder))) return {};
    const report = (node: Deno.lint.Node, what: string) =>
      context.report({
        node,
        message: `Cannot use ${what} as ${PURE_FOLDERS.join(" and ")} must be pure`,
        hint: "Take it as an argument from the caller.",
      });
    const reportGlobal = (node: Deno.lint.Node | null | undefined) => {
      if (node?.type === "Identifier" && IMPURE.has(node.name)) report(node, node.name);
    };
    const reportAsync = (node: Deno.lint.Node & { readonly async: boolean }) => {
      if (node.async) report(node, "async");
    };
    return {
      MemberExpression(node) {
        reportGlobal(node.object);
        const member = memberName(node);
        if (IMPURE_MEMBERS.has(member)) report(node, member);
      },
      CallExpression(node) {
        reportGlobal(node.callee);
        node.arguments.forEach(reportGlobal);
        if (isNamed(node.callee, "Date")) report(node, "Date()");
      },
      NewExpression(node) {
        reportGlobal(node.callee);
        if (isNamed(node.callee, "Date") && node.arguments.length === 0) report(node, "new Date()");
      },
      VariableDeclarator(node) {
        reportGlobal(node.init);
        // `const { now } = Date` would hide a clock behind another name.
        if (node.id.type !== "ObjectPattern" || node.init?.type !== "Identifier") return;
        for (const property of node.id.properties) {
          if (property.type !== "Property" || property.key.type !== "Identifier") continue;
          const member = `${node.init.name}.${property.key.name}`;
          if (IMPURE_MEMBERS.has(member)) report(property, member);
        }
      },
      AwaitExpression: (node) => report(node, "await"),
      ForOfStatement: (node) => node.await && report(node, "for await"),
      FunctionDeclaration: reportAsync,
      FunctionExpression: reportAsync,
      ArrowFunctionExpression: reportAsync,
      ImportDeclaration(node) {
        const { source, importKind, specifiers } = node;
        if (source.value.startsWith(".") || importKind === "type") return;
        const pure = PURE_IMPORTS.get(source.value) ?? [];
        const isPure = specifiers.length > 0 &&
          specifiers.every((one) => pure.includes(importedName(one)));
        if (!isPure) report(node, source.value);
      },
      ImportExpression: (node) => report(node, "import()"),
    };
  },
};

/** Empty for all of a package, and for what is imported under a name in quotes. */
function importedName(specifier: Deno.lint.ImportDeclaration["specifiers"][number]): string {
  if (specifier.type !== "ImportSpecifier") return "";
  const { imported } = specifier;
  return imported.type === "Identifier" ? imported.name : "";
}

/** `Date.now` for `Date.now` and `Date["now"]`; empty for what is not that plain. */
function memberName({ object, property }: Deno.lint.MemberExpression): string {
  if (object.type !== "Identifier") return "";
  if (property.type === "Identifier") return `${object.name}.${property.name}`;
  return property.type === "Literal" ? `${object.name}.${property.value}` : "";
}

function isNamed(node: Deno.lint.Node, name: string): boolean {
  return node.type === "Identifier" && node.name === name;
}
