// Lint rule: imports follow the arrows between folders, and each package has one door.

import { refuseImport } from "./arrows.ts";
import { importTarget, projectPath } from "./project_path.ts";

/** Reports an import, of values or types, that the table in `arrows.ts` does not allow. */
export const importArrows: Deno.lint.Rule = {
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
