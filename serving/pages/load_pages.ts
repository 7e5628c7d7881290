// Loads the built pages, to be served in this process.

/** Answers a request for a page or an asset. */
export type PageHandler = (request: Request, info?: unknown) => Response | Promise<Response>;

/**
 * The handler of `_fresh/server.js`.
 *
 * @throws {Error} the pages were not built
 */
export async function loadPages(root: string): Promise<PageHandler> {
  const built = new URL(`file://${root}/_fresh/server.js`).href;
  try {
    const { default: server } = await import(built);
    return (request, info) => server.fetch(request, info);
  } catch (error) {
    if (!(error instanceof TypeError) || !/Module not found/.test(error.message)) throw error;
    throw new Error("Cannot serve the pages as they must be built: run `deno task build`", {
      cause: error,
    });
  }
}
