// Lint rule: the first line of each file is a comment that says what the file is for.

/** Notes to tools, which tell a reader nothing. */
const DIRECTIVE = /^\/\/\s*(deno-lint-ignore|deno-fmt-ignore|@ts-|eslint-)/;

/** Reports a file whose first line, below a `#!` line, is no comment with words in it. */
export const fileOpening: Deno.lint.Rule = {
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
