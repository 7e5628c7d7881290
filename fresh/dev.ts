// The door of `fresh/dev`: what dev.ts imports to build an app and to serve it while it is written.

export { Builder, type BuilderOptions, type BuildOptions } from "./dev/builder.ts";
