// The front end alone, by `deno serve` in a process of its own.

const ROOT = new URL("../", import.meta.url);

/** The front end alone; it ends with its scope. */
export interface Front extends AsyncDisposable {
  readonly url: string;
}

/** Starts it with the permissions that the README gives, on a port of its own choosing. */
export async function startFront(
  pipelineUrl: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Front> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["serve", "--frozen", "--no-prompt", "--allow-net", "--allow-read"],
      ...[
        "--allow-env=PIPELINE_URL,PLAYHEAD_TOKEN,CORS_ORIGINS",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "_fresh/server.js",
      ],
    ],
    cwd: ROOT,
    env: { PIPELINE_URL: pipelineUrl, NO_COLOR: "1", ...environment },
    ...{ stdin: "null", stdout: "null", stderr: "piped" },
  }).spawn();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reading = (async () => {
    let text = "";
    for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const url = /http:\/\/[\d.]+:\d+\//.exec(text)?.[0];
      if (url !== undefined) resolve(url);
    }
    reject(new Error(`the front end ended: ${text}`));
  })();
  const url = await promise;
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await Promise.all([child.status, reading.catch(() => {})]);
    },
  };
}
