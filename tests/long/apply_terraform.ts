// Applies deploy/aws to moto, a stand-in for AWS: all is made, a second plan is empty, and all goes again.

import assert from "node:assert/strict";
import { join } from "node:path";
import { missingPrograms, runProgram } from "./run_program.ts";

const MODULE = new URL("../../deploy/aws/", import.meta.url).pathname;
const MOTO = "moto[server]==5.2.1";
const PORT = 18_761;
const ENDPOINT = `http://127.0.0.1:${PORT}`;
/** Of `terraform plan -detailed-exitcode`. */
const NO_CHANGES = 0, CHANGES = 2;

/** What every variable of a trial is; TF_CLI_CONFIG_FILE may name a mirror of the provider. */
const VARIABLES = {
  region: "us-east-1",
  image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/playhead:1.0.0",
  allowed_cidrs: `["203.0.113.0/24"]`,
  settings: `{ KAFKA_BOOTSTRAP_SERVERS = "kafka.example:9092" }`,
  alarm_email: "operator@example.org",
  endpoint: ENDPOINT,
  keep_data: "false",
};

/** Runs it; throws where a step fails. Says aloud when this machine cannot. */
export async function applyTerraform(tell: (told: string) => void): Promise<string> {
  const missing = await missingPrograms(["terraform", "python3"]);
  if (missing.length > 0) return `CANNOT be told here: ${missing.join(" and ")} must be installed`;
  const folder = await Deno.makeTempDir({ prefix: "playhead-terraform-" });
  const env = {
    AWS_ACCESS_KEY_ID: "trial",
    AWS_SECRET_ACCESS_KEY: "trial",
  };
  const terraform = (args: readonly string[], codes = [0]) =>
    runProgram(["terraform", ...args], { cwd: join(folder, "aws"), env, codes });
  let moto: Deno.ChildProcess | null = null;
  try {
    await runProgram(["cp", "-r", MODULE, join(folder, "aws")]);
    await terraform(["fmt", "-check"]);
    try {
      await terraform(["init", "-input=false", "-no-color"]);
    } catch (error) {
      return `CANNOT be told here: no provider. ${(error as Error).message.split("\n").at(-1)}`;
    }
    await terraform(["validate", "-no-color"]);
    moto = await startMoto(folder);
    const variables = await chooseVariables();
    const change = ["-auto-approve", "-input=false", "-no-color", ...variables];
    await terraform(["apply", ...change]);
    tell("terraform has applied");
    const plan = ["plan", "-detailed-exitcode", "-input=false", "-no-color", ...variables];
    const { code, text } = await terraform(plan, [NO_CHANGES, CHANGES]);
    assert.equal(code, NO_CHANGES, `a second plan must change nothing:\n${text}`);
    const { text: database } = await terraform([...plan, "-var=with_database=true"], [CHANGES]);
    assert.match(database, /4 to add, 0 to change, 0 to destroy/);
    const { text: made } = await terraform(["state", "list"]);
    await terraform(["destroy", ...change]);
    const { text: left } = await terraform(["state", "list"]);
    assert.equal(left, "");
    const count = made.trim().split("\n").filter((name) => !/^data\./.test(name)).length;
    return `${count} resources made, nothing to change after, all taken down; the database planned`;
  } finally {
    moto?.kill("SIGKILL");
    await moto?.status;
    await Deno.remove(folder, { recursive: true });
  }
}

async function startMoto(folder: string): Promise<Deno.ChildProcess> {
  const python = join(folder, "python");
  await runProgram(["python3", "-m", "venv", python]);
  await runProgram([join(python, "bin/pip"), "install", "--quiet", MOTO]);
  const moto = new Deno.Command(join(python, "bin/moto_server"), {
    args: ["-H", "127.0.0.1", "-p", `${PORT}`],
    env: { MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
    ...{ stdout: "null", stderr: "null" },
  }).spawn();
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`${ENDPOINT}/moto-api/data.json`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return moto;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  moto.kill("SIGKILL");
  throw new Error("moto does not answer");
}

/** The trial's variables, with a certificate that the stand-in has. */
async function chooseVariables(): Promise<readonly string[]> {
  const scope = "trial/20260101/us-east-1/acm/aws4_request";
  const answer = await fetch(ENDPOINT, {
    method: "POST",
    headers: {
      "x-amz-target": "CertificateManager.RequestCertificate",
      "content-type": "application/x-amz-json-1.1",
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ DomainName: "playhead.example.org" }),
  });
  const { CertificateArn: certificate_arn } = await answer.json();
  return Object.entries({ ...VARIABLES, certificate_arn }).map(([name, value]) =>
    `-var=${name}=${value}`
  );
}
