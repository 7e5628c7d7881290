// The manifests of deploy/kubernetes belong together: what selects pods finds some, and pods are hardened.

import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";

const FOLDER = new URL("../../deploy/kubernetes/", import.meta.url);

type Labels = Readonly<Record<string, string>>;
interface Probe {
  readonly httpGet: { readonly path: string };
}
interface Container {
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly resources: { readonly limits: { readonly memory: string } };
  readonly securityContext: {
    readonly readOnlyRootFilesystem: boolean;
    readonly capabilities: { readonly drop: readonly string[] };
  };
  readonly volumeMounts: readonly { readonly mountPath: string }[];
}
interface Pod {
  readonly securityContext: { readonly runAsUser: number };
  readonly containers: readonly Container[];
}
/** What the tests read of any kind's `spec`; a kind has some of it. */
interface Spec {
  readonly selector: Labels & { readonly matchLabels: Labels };
  readonly podSelector: { readonly matchLabels: Labels };
  readonly replicas: number;
  readonly template: { readonly metadata: { readonly labels: Labels }; readonly spec: Pod };
  readonly volumeClaimTemplates: readonly { readonly spec: { readonly accessModes: string[] } }[];
  readonly rules: readonly {
    readonly http: {
      readonly paths: readonly { readonly backend: { readonly service: unknown } }[];
    };
  }[];
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Spec;
}

function read(folder: string): readonly Manifest[] {
  const manifests: Manifest[] = [];
  for (const { name } of Deno.readDirSync(new URL(folder, FOLDER))) {
    if (name === "kustomization.yaml") continue;
    const text = Deno.readTextFileSync(new URL(folder + name, FOLDER));
    manifests.push(...parseAllDocuments(text).map((document) => document.toJS()));
  }
  return manifests;
}

const BASE = read("base/");
const CONSUMERS = read("components/consumers/");
const ALL = [...BASE, ...CONSUMERS, ...read("components/kafka/")];
const SETS = ALL.filter(({ kind }) => kind === "StatefulSet");

Deno.test("every service, budget and policy selects the pods of a stateful set", () => {
  const pods: readonly Labels[] = SETS.map(({ spec }) => spec.template.metadata.labels);
  const found = (labels: Labels) =>
    pods.filter((pod) => Object.entries(labels).every(([name, value]) => pod[name] === value));
  for (const { kind, metadata, spec } of ALL) {
    const selectors: Readonly<Record<string, Labels | undefined>> = {
      Service: spec?.selector,
      StatefulSet: spec?.selector?.matchLabels,
      PodDisruptionBudget: spec?.selector?.matchLabels,
      NetworkPolicy: spec?.podSelector?.matchLabels,
    };
    const selector = selectors[kind];
    if (selector === undefined) continue;
    assert.equal(
      found(selector).length,
      kind === "NetworkPolicy" ? 2 : 1,
      `${kind} ${metadata.name}`,
    );
  }
});

Deno.test("pods run as the image's user, without rights, and write to their volume alone", () => {
  assert.equal(SETS.length, 2);
  const dockerfile = Deno.readTextFileSync(new URL("../Dockerfile", FOLDER));
  for (const { spec: { template: { spec } } } of SETS) {
    assert.match(dockerfile, new RegExp(`^USER ${spec.securityContext.runAsUser}:`, "m"));
    const container = spec.containers[0]!;
    assert.equal(container.securityContext.readOnlyRootFilesystem, true);
    assert.deepEqual(container.securityContext.capabilities.drop, ["ALL"]);
    assert.ok(container.resources.limits.memory);
    assert.deepEqual(
      container.volumeMounts.map(({ mountPath }) => mountPath),
      ["/data", "/tmp"],
    );
  }
});

Deno.test("one process has the store: there is one pod of the service", () => {
  const [service] = BASE.filter(({ kind }) => kind === "StatefulSet");
  assert.equal(service!.spec.replicas, 1);
  assert.deepEqual(service!.spec.volumeClaimTemplates[0]!.spec.accessModes, ["ReadWriteOnce"]);
});

Deno.test("each cloud asks /healthz whether to restart, /readyz whether to send requests", () => {
  const [{ spec }] = BASE.filter(({ kind }) => kind === "StatefulSet") as [Manifest];
  const container = spec.template.spec.containers[0]!;
  assert.equal(container.livenessProbe.httpGet.path, "/healthz");
  assert.equal(container.readinessProbe.httpGet.path, "/readyz");
  for (const cloud of ["gke", "eks", "aks"]) {
    const ways = read(`overlays/${cloud}/`).filter(({ kind }) => kind === "Ingress");
    assert.equal(ways.length, 1, cloud);
    const backend = ways[0]!.spec.rules[0]!.http.paths[0]!.backend.service;
    assert.deepEqual(backend, { name: "playhead", port: { name: "http" } });
  }
});
