// The page of a show or user that no view names: what that means and what to do.

import { listHref } from "./hrefs.ts";
import { PageHead } from "./PageHead.tsx";
import { SearchForm } from "./SearchForm.tsx";

/** `list` is where names of the kind are looked up. */
export function UnknownName({ kind, name, list, url }: {
  readonly kind: "show" | "user";
  readonly name: string;
  readonly list: "/shows" | "/users";
  readonly url: URL;
}) {
  const listUrl = new URL(list, url);
  return (
    <>
      <PageHead
        title={
          <>
            No {kind} <bdi>“{name}”</bdi>
          </>
        }
        trail={{ href: listHref(list, url.search), text: `All ${kind}s` }}
      />
      <div class="card empty">
        <p>
          No view that was accepted has this{" "}
          {kind}. Names are exact, also in upper and lower case. It may have been spelled otherwise,
          its rows may be in{" "}
          <a href="/quality/quarantine">quarantine</a>, or they have not been read yet: the{" "}
          <a href="/quality">ledger</a> tells.
        </p>
        <SearchForm
          url={listUrl}
          label={`Search ${kind}s`}
          placeholder={`Part of the ${kind}'s name`}
        />
      </div>
    </>
  );
}
