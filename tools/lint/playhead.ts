// The project's own lint rules, as the plugin that deno.json names.

import { fileOpening } from "./file_opening.ts";
import { importArrows } from "./import_arrows.ts";
import { pureFolders } from "./pure_folders.ts";

/** `playhead/import-arrows`, `playhead/pure-folders` and `playhead/file-opening`. */
const plugin: Deno.lint.Plugin = {
  name: "playhead",
  rules: {
    "import-arrows": importArrows,
    "pure-folders": pureFolders,
    "file-opening": fileOpening,
  },
};

export default plugin;
