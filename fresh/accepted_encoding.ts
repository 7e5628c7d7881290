// Which packing a browser takes.

export type Encoding = "br" | "gzip";

/** The first of `offered` that an Accept-Encoding header allows; those with `q=0` are refused. */
export function acceptedEncoding(
  header: string | null,
  offered: readonly Encoding[],
): Encoding | null {
  const allowed = new Map(
    (header ?? "").toLowerCase().split(",").map((one) => {
      const [name = "", ...parameters] = one.split(";").map((part) => part.trim());
      const quality = parameters.find((part) => part.startsWith("q="))?.slice(2);
      return [name, Number(quality ?? 1)];
    }),
  );
  const accepts = (name: string) => (allowed.get(name) ?? allowed.get("*") ?? 0) > 0;
  return offered.find(accepts) ?? null;
}
