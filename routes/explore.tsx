// `/explore`: Parquet files, read in the browser by ranges. Without a script it lists them for download.

import { createDefine, page } from "fresh";
import { DocumentHead } from "../components/kit/DocumentHead.tsx";
import { FileTable } from "../components/explore/FileTable.tsx";
import { PageHead } from "../components/kit/PageHead.tsx";
import type { FileList } from "../domain/service_answers.ts";
import Explore from "../islands/explore/Explore.tsx";
import { readApi } from "../serving/pages/pipeline.ts";

const define = createDefine<unknown>();

export const handlers = define.handlers({
  GET: async (ctx) => page(await readApi<FileList>(ctx, "/api/files")),
});

export default define.page<typeof handlers>(({ data: { files }, url }) => {
  const hasFile = url.searchParams.has("file");
  return (
    <>
      <DocumentHead styles={["explore"]} title="Explore" />
      <PageHead
        title="Explore"
        note="Parquet files, read in your browser: only the bytes that a question needs, and nothing is uploaded."
      />
      <noscript>
        <p class="problem">
          Reading a file in the browser needs a script. Without one, the files can be downloaded.
        </p>
      </noscript>
      <Explore />
      <details class="card files-card" open={!hasFile}>
        <summary>
          <h2>The pipeline's files</h2>
        </summary>
        <FileTable files={files} />
      </details>
    </>
  );
});
