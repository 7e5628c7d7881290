// The project's own lint rules, as the plugin that deno.json names.

import { diskDoors } from "./disk_doors.ts";
import { pureFolders } from "./pure_folders.ts";
import { refuseImport } from "./arrows.ts";
import { importTarget, projectPath } from "./project_path.ts";

/** Reports an import, of values or types, that the table in `arrows.ts` does not allow. */
const importArrows: Deno.lint.Rule = {
  create(context) {
    const file = projectPath(context.filename);
    const check = (source: Deno.lint.Node | null | undefined) => {
      if (source?.type !== "Literal" || typeof source.value !== "string") return;
      const { target, isPackage } = importTarget(file, source.value);
      const message = refuseImport(file, target, isPackage);
      if (message !== null) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => {
        if (node.argument.type === "TSLiteralType") check(node.argument.literal);
      },
    };
  },
};

/** Notes to tools, which tell a reader nothing. */
const DIRECTIVE = /^\/\/\s*(deno-lint-ignore|deno-fmt-ignore|@ts-|eslint-)/;

/** Reports a file whose first line, below a `#!` line, is no comment with words in it. */
const fileOpening: Deno.lint.Rule = {
  create(context) {
    return {
      Program(node) {
        const [first = ""] = context.sourceCode.text.replace(/^#!.*\n/, "").split("\n", 1);
        if (/^\/\/ \S+ \S/.test(first) && !DIRECTIVE.test(first)) return;
        context.report({
          node,
          message: "Cannot read what this file is for as its first line must be a comment: " +
            `current value is ${JSON.stringify(first)}`,
        });
      },
    };
  },
};

/** Reports a `<title>` of a component without a key: Fresh gives the page's title to the first one of those. */
const keyedTitles: Deno.lint.Rule = {
  create(context) {
    if (!/^(components|islands)\//.test(projectPath(context.filename))) return {};
    return {
      JSXOpeningElement(node) {
        if (node.name.type !== "JSXIdentifier" || node.name.name !== "title") return;
        const isKeyed = node.attributes.some((one) =>
          one.type === "JSXAttribute" && one.name.type === "JSXIdentifier" &&
          one.name.name === "key"
        );
        if (isKeyed) return;
        const message = 'A <title> in SVG must have a key, as key="tip": it is not the page\'s';
        context.report({ node, message });
      },
    };
  },
};

/** The rules, each `playhead/NAME`. */
const plugin: Deno.lint.Plugin = {
  name: "playhead",
  rules: {
    "import-arrows": importArrows,
    "pure-folders": pureFolders,
    "disk-doors": diskDoors,
    "file-opening": fileOpening,
    "keyed-titles": keyedTitles,
  },
};

export default plugin;
