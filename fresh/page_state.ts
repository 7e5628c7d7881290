// What the parts of one page tell each other while it is rendered on the server.

import { type ComponentChildren, createContext } from "preact";

/** An island on the page, in the order in which they begin. */
export interface PageIsland {
  readonly script: string;
  readonly exportName: string;
  readonly props: Readonly<Record<string, unknown>>;
}

export interface PageState {
  readonly islands: PageIsland[];
  /** What `<Head>` holds, one entry for each. */
  readonly heads: ComponentChildren[];
  readonly nonce: string | null;
}

/** The page that is being rendered; null in the browser. */
export const PageContext = createContext<PageState | null>(null);

/** Whether an island is around: its tree is the browser's, and nested islands are parts of it. */
export const IslandContext = createContext(false);
