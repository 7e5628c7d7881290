// Holds deploy/compose.yaml to the schema of the Compose Specification, and to what the files beside it need.
//
// compose-spec.schema.json is the specification's own JSON Schema, Apache-2.0
// (https://github.com/compose-spec/compose-spec), formatted and not otherwise changed: taken from the Go module
// github.com/compose-spec/compose-go/v2 2.16.2.

import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import schema from "./compose-spec.schema.json" with { type: "json" };

const DEPLOY = new URL("../../deploy/", import.meta.url);

interface Service {
  readonly profiles: readonly string[];
  readonly image: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const text = (name: string) => Deno.readTextFileSync(new URL(name, DEPLOY));
const read = (): Compose => parse(text("compose.yaml"), { merge: true });
const isValid = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
  .compile(schema);

Deno.test("compose.yaml is as the Compose Specification has it, and a slip in it is found", () => {
  assert.ok(isValid(read()), JSON.stringify(isValid.errors));
  const slipped = parse(text("compose.yaml").replace("read_only:", "readonly:"), { merge: true });
  assert.ok(!isValid(slipped));
});

Deno.test("each profile of compose.yaml has one service of Playhead, hardened and on loopback alone", () => {
  const services = Object.values(read().services);
  for (const profile of ["alone", "kafka", "whole"]) {
    const own = services.filter(({ profiles, image }) =>
      profiles.includes(profile) && image === "playhead"
    );
    assert.equal(own.length, 1, profile);
    assert.equal(own[0]!.read_only, true);
    assert.deepEqual(own[0]!.cap_drop, ["ALL"]);
  }
  for (const { ports = [] } of services) {
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:/);
  }
});

Deno.test("compose.yaml names volumes and files that are there, and images with their versions", () => {
  const { services, volumes } = read();
  for (const { image, volumes: mounts } of Object.values(services)) {
    if (image !== "playhead") assert.match(image, /:v?\d+\.\d+\.\d+$/);
    for (const mount of mounts) {
      const [source] = mount.split(":");
      if (source!.startsWith(".")) Deno.statSync(new URL(source!, DEPLOY));
      else assert.ok(Object.hasOwn(volumes, source!), mount);
    }
  }
});

Deno.test("Prometheus asks the service's name and port, and reads the rules that are mounted", () => {
  const { rule_files, scrape_configs } = parse(text("prometheus/prometheus.yml"));
  assert.deepEqual(scrape_configs[0].static_configs[0].targets, ["playhead:8000"]);
  assert.deepEqual(rule_files, ["alerts.yml"]);
});
