// Has Kubernetes' own schemas judge what kustomize makes of deploy/kubernetes.

import assert from "node:assert/strict";
import { join } from "node:path";
import { missingPrograms, runProgram } from "./run_program.ts";

const MANIFESTS = new URL("../../deploy/kubernetes/", import.meta.url).pathname;
const VALIDATOR = "kubernetes-validate==1.37.0";
/** The oldest and the newest that the clouds offer today. */
const VERSIONS = ["1.32", "1.34"];
const OVERLAYS = ["overlays/gke", "overlays/eks", "overlays/aks"];
/** Kinds that a cloud adds, of which the package has no schema. */
const OF_CLOUDS = ["BackendConfig", "FrontendConfig", "ManagedCertificate"];

/** Runs it; throws where a manifest breaks a schema. Says aloud when this machine cannot. */
export async function checkManifests(): Promise<string> {
  const missing = await missingPrograms(["kubectl", "python3"]);
  if (missing.length > 0) return `CANNOT be told here: ${missing.join(" and ")} must be installed`;
  const folder = await Deno.makeTempDir({ prefix: "playhead-kubernetes-" });
  try {
    await runProgram(["python3", "-m", "venv", join(folder, "python")]);
    await runProgram([join(folder, "python/bin/pip"), "install", "--quiet", VALIDATOR]);
    await runProgram(["cp", "-r", MANIFESTS, join(folder, "kubernetes")]);
    await Deno.writeTextFile(
      join(folder, "kubernetes/kustomization.yaml"),
      "resources: [base]\nnamespace: playhead\n" +
        "components: [components/kafka, components/consumers]\n",
    );
    let judged = 0;
    for (const source of [...OVERLAYS, "."]) {
      const { text } = await runProgram([
        "kubectl",
        "kustomize",
        join(folder, "kubernetes", source),
      ]);
      for (const version of VERSIONS) judged += await judge(folder, { text, version });
    }
    return `${judged} objects are as Kubernetes ${VERSIONS.join(" and ")} have them`;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function judge(
  folder: string,
  { text, version }: { readonly text: string; readonly version: string },
): Promise<number> {
  const path = join(folder, "rendered.yaml");
  await Deno.writeTextFile(path, text);
  const validator = join(folder, "python/bin/kubernetes-validate");
  const said = await runProgram([
    "sh",
    "-c",
    `"$0" -k ${version} --strict "$1" 2>&1`,
    validator,
    path,
  ]);
  const unknown = [...said.text.matchAll(/find schema for kind (\w+)/g)].map(([, kind]) => kind!);
  assert.deepEqual(unknown.filter((kind) => !OF_CLOUDS.includes(kind)), []);
  return said.text.match(/ passed /g)?.length ?? 0;
}
