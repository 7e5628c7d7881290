// Holds a schema equal to a type of domain/ at compile time, so that neither moves without the other.

import { z } from "@hono/zod-openapi";

/** A type without `readonly`, so that only names, types and optionality are compared. */
type Shape<T> = T extends readonly (infer E)[] ? { list: Shape<E> }
  : T extends object ? { -readonly [K in keyof T]: Shape<Exclude<T[K], undefined>> }
  : T;

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

/** Anything when the schema's type is T, else a text that the compiler shows. */
type Matches<S extends z.ZodType, T> = Equal<Shape<z.infer<S>>, Shape<T>> extends true ? unknown
  : "the schema must have the type's properties, no more and no less";

/** `sameAs<Overview>()(schema)` compiles only while the schema describes an Overview, whole. */
export function sameAs<T>(): <S extends z.ZodType>(schema: S & Matches<S, T>) => z.ZodType<T> {
  return (schema) => schema as unknown as z.ZodType<T>; // they are equal but for `readonly`
}
