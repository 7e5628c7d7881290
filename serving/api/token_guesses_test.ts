// Tests of slowing down guesses of the token.

import assert from "node:assert/strict";
import { TokenGuesses } from "./token_guesses.ts";

Deno.test("TokenGuesses looks at few tokens a second of one address, and not even the right one beyond", () => {
  let nowMs = 0;
  const guesses = new TokenGuesses(() => nowMs);
  const judged = Array.from({ length: 100 }, () => guesses.judge("a", false));
  assert.equal(judged.filter((one) => one === "wrong").length, 10);
  assert.equal(guesses.judge("a", true), "too many");
  assert.equal(guesses.judge("b", true), "right"); // another address
  nowMs += 1_000;
  assert.equal(guesses.judge("a", true), "right");
});

Deno.test("TokenGuesses lets those go on who had the token, whoever guesses from their address", () => {
  const guesses = new TokenGuesses(() => 0);
  assert.equal(guesses.judge("proxy", true), "right");
  for (let n = 0; n < 100; n++) guesses.judge("proxy", false);
  assert.equal(guesses.judge("proxy", true), "right");
  assert.equal(guesses.judge("proxy", false), "too many");
});
