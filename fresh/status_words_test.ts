// The words of statuses, held to those of Node.

import assert from "node:assert/strict";
import { STATUS_CODES } from "node:http";
import { statusWords } from "./status_words.ts";

Deno.test("statusWords() has the words of every error status that Node knows", () => {
  for (const [status, words] of Object.entries(STATUS_CODES)) {
    if (Number(status) >= 400 && status !== "509") assert.equal(statusWords(+status), words);
  }
  assert.equal(statusWords(200), undefined);
});
