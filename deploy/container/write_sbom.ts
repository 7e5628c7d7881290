// Writes the image's bill of materials (CycloneDX 1.6): the packages of deno.lock that lie in its cache.

import { join } from "node:path";

interface Lock {
  readonly npm: Readonly<Record<string, { readonly integrity: string }>>;
}

interface Component {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly [property: string]: unknown;
}

/** Their components, by name; `licenseOf` answers null for a package that is not in the image. */
export async function packageComponents(
  { npm }: Lock,
  licenseOf: (name: string, version: string) => Promise<string | null>,
): Promise<readonly Component[]> {
  const components = new Map<string, Component>();
  for (const [key, { integrity }] of Object.entries(npm)) {
    // `@scope/name@1.2.3_peer@4.5.6`: what follows the version tells its peers.
    const [, name, version] = /^(@?[^@]+)@([^_]+)/.exec(key)!;
    const license = await licenseOf(name!, version!);
    if (license === null) continue;
    const purl = `pkg:npm/${name!.replace("@", "%40")}@${version}`;
    components.set(purl, {
      ...{ type: "library", name: name!, version: version!, purl, "bom-ref": purl },
      hashes: [{ alg: "SHA-512", content: hexOf(integrity) }],
      ...license === "" ? {} : { licenses: [{ expression: license }] },
    });
  }
  return [...components.values()];
}

/** `sha512-BASE64` as hexadecimal digits. */
function hexOf(integrity: string): string {
  return Uint8Array.fromBase64(integrity.slice("sha512-".length)).toHex();
}

/** The document. */
export function billOfMaterials(components: readonly Component[], denoVersion: string): unknown {
  const deno = { type: "platform", name: "deno", version: denoVersion };
  return {
    ...{ bomFormat: "CycloneDX", specVersion: "1.6", version: 1 },
    metadata: { component: { type: "application", name: "playhead", "bom-ref": "playhead" } },
    components: [{ ...deno, "bom-ref": "deno", licenses: [{ expression: "MIT" }] }, ...components],
  };
}

/** Looks packages up in Deno's cache, where each lies in a folder of its version. */
function licensesOf(cache: string): (name: string, version: string) => Promise<string | null> {
  const registries = [...Deno.readDirSync(join(cache, "npm"))].filter(({ isDirectory }) =>
    isDirectory
  );
  return async (name, version) => {
    for (const { name: registry } of registries) {
      const path = join(cache, "npm", registry, name, version, "package.json");
      const text = await Deno.readTextFile(path).catch(() => null);
      if (text === null) continue;
      const { license } = JSON.parse(text);
      return typeof license === "string" ? license : "";
    }
    return null;
  };
}

if (import.meta.main) {
  const [cache, path] = Deno.args;
  const lock = JSON.parse(await Deno.readTextFile(new URL("../../deno.lock", import.meta.url)));
  const components = await packageComponents(lock, licensesOf(cache!));
  if (components.length === 0) throw new Error(`Cannot list packages as ${cache} must hold some`);
  const bill = billOfMaterials(components, Deno.version.deno);
  await Deno.writeTextFile(path!, JSON.stringify(bill, null, 2) + "\n");
}
