// Which components are islands: every function with a component's name that a file in islands/ exports.

import type { IslandModule } from "./build_snapshot.ts";

/** Where the browser finds an island. */
export interface RegisteredIsland {
  readonly script: string;
  readonly exportName: string;
}

const registered = new WeakMap<object, RegisteredIsland>();

/** Makes islands of the components that these modules export. */
export function registerIslands(islands: readonly IslandModule[]): void {
  for (const { module, script } of islands) {
    for (const [exportName, component] of Object.entries(module)) {
      const isComponent = exportName === "default" || /^[A-Z]/.test(exportName);
      if (isComponent && typeof component === "function") {
        registered.set(component, { script, exportName });
      }
    }
  }
}

/** The island that a component is. */
export function findIsland(component: object): RegisteredIsland | undefined {
  return registered.get(component);
}
