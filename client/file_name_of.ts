// A file name of a title: what any file system takes.

/** `Audience over time` → `audience-over-time`. */
export function fileNameOf(title: string): string {
  const name = title.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-");
  return name.replace(/^-+|-+$/g, "") || "chart";
}
