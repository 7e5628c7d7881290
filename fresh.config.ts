// Where the app's parts are. Fresh 2 does not read this file; app.ts and dev.ts do.

/** Options of the builder; paths are relative to this folder. */
export default { root: import.meta.dirname!, serverEntry: "app.ts" };
