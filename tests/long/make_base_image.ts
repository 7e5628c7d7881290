// The image that deploy/Dockerfile begins with: from its registry, else a stand-in of Debian and this Deno.

import { join } from "node:path";
import { runProgram } from "./run_program.ts";

type Podman = (args: readonly string[], codes?: readonly number[]) => Promise<string>;

const DOCKERFILE = new URL("../../deploy/Dockerfile", import.meta.url);
const FAILED = 125;

/** Makes it and says which of the two it is. */
export async function makeBase(folder: string, podman: Podman): Promise<string> {
  const text = await Deno.readTextFile(DOCKERFILE);
  const [, version] = /^ARG DENO_VERSION=(\S+)$/m.exec(text)!;
  const [, name] = /^FROM (\S+):\$\{DENO_VERSION\}$/m.exec(text)!;
  const image = `${name}:${version}`;
  await podman(["pull", "--quiet", image], [0, FAILED]);
  const images = await podman(["images", "--format", "{{.Repository}}:{{.Tag}}"]);
  if (images.split("\n").includes(image)) return `built on ${image}`;
  if (Deno.version.deno !== version) throw new Error(`it must run with Deno ${version}`);
  const root = join(folder, "root");
  const debootstrap = ["debootstrap", "--variant=minbase", "--include=ca-certificates", "bookworm"];
  await runProgram([...debootstrap, root]);
  await Deno.copyFile(Deno.execPath(), join(root, "usr/bin/deno"));
  await Deno.chmod(join(root, "usr/bin/deno"), 0o755);
  const packed = join(folder, "root.tar");
  await runProgram(["tar", "-C", root, "-cf", packed, "."]);
  await Deno.remove(root, { recursive: true });
  await podman(["import", "--quiet", packed, image]);
  await Deno.remove(packed);
  return `NOT built on ${image}, which cannot be fetched here, but on Debian with the same Deno`;
}
