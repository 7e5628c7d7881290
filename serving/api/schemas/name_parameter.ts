// A name that is a part of the path.

import { z } from "@hono/zod-openapi";

/** One text parameter of the path, required. */
export function nameParameter<N extends string>(
  name: N,
  description: string,
): { readonly [K in N]: z.ZodString } {
  const schema = z.string().min(1).openapi({ param: { name, in: "path" }, description });
  return { [name]: schema } as { readonly [K in N]: z.ZodString };
}
