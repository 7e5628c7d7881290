// What a build knows of the app: its routes, islands and files; set once, before the app is composed.

/** A file of `routes/` with its module. */
export interface RouteModule {
  /** From `routes/`, with forward slashes: `users/[id].tsx`. */
  readonly path: string;
  readonly module: Readonly<Record<string, unknown>>;
}

/** An island's file: its module, and the script that the browser loads for it. */
export interface IslandModule {
  readonly module: Readonly<Record<string, unknown>>;
  readonly script: string;
}

/** How a file may be packed. */
export type Encoding = "br" | "gzip";

/** A file that is served as it is. */
export interface ServedFile {
  readonly hash: string;
  readonly sizeBytes: number;
  /** The packed forms that lie beside it, the smallest first. */
  readonly packed: readonly Encoding[];
}

/** The outcome of a build. */
export interface BuildSnapshot {
  readonly buildId: string;
  readonly routes: readonly RouteModule[];
  readonly islands: readonly IslandModule[];
  /** The script that starts islands. */
  readonly bootScript: string;
  /** What each of these scripts imports, itself or by others: all of it is asked for at once. */
  readonly scriptImports: Readonly<Record<string, readonly string[]>>;
  /** By the path of their URL. */
  readonly files: Readonly<Record<string, ServedFile>>;
  readonly readFile: (path: string, encoding: Encoding | null) => Promise<BodyInit>;
  readonly isDevelopment: boolean;
}

const NO_BUILD: BuildSnapshot = {
  buildId: "none",
  routes: [],
  islands: [],
  bootScript: "",
  scriptImports: {},
  files: {},
  readFile: (path) => Promise.reject(new Error(`Cannot read ${path} as nothing was built`)),
  isDevelopment: false,
};

let current = NO_BUILD;

/** Makes a build the one that apps of this process serve; without one, the empty build. */
export function setBuild(build: BuildSnapshot = NO_BUILD): void {
  current = build;
}

/** The build that this process serves. */
export function currentBuild(): BuildSnapshot {
  return current;
}
