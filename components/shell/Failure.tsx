// The page of what fails: what happened, and what to do.

import { HttpError } from "fresh";
import { Head } from "fresh/runtime";

/** `error` is what was thrown; what is no `HttpError` is a defect, of which nothing is shown. */
export function Failure({ error, url }: { readonly error: unknown; readonly url: URL }) {
  const status = error instanceof HttpError ? error.status : 500;
  const { title, advice } = adviceOf(status), path = ownPath(url);
  return (
    <>
      <Head>
        <title key="title">{title} · Playhead</title>
      </Head>
      <div class="problem">
        <h1>{title}</h1>
        {error instanceof HttpError && status !== 404 && <p>{error.message}</p>}
        <p>{advice}</p>
        <p>
          <a class="button" href={path + url.search}>Try again</a>{" "}
          <a class="button" href={path}>This page without its parameters</a>{" "}
          <a class="button" href="/">To the overview</a>
        </p>
      </div>
    </>
  );
}

/** A path that begins with two slashes would be another host's address. */
function ownPath({ pathname }: URL): string {
  return pathname.replace(/^[/\\]{2,}/, "/");
}

function adviceOf(status: number): { readonly title: string; readonly advice: string } {
  if (status === 404) {
    return {
      title: "There is no such page",
      advice: "Check the address, or begin with the overview.",
    };
  }
  if (status === 503 || status === 502) {
    return {
      title: "The pipeline does not answer",
      advice:
        "It may be starting. /readyz tells which part is not ready; this page can be tried again.",
    };
  }
  return status < 500
    ? { title: "This cannot be shown", advice: "Something in the address does not fit." }
    : { title: "Something failed", advice: "The service's log has the details." };
}
