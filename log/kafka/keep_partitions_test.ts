// Tests of sharing partitions out: evenly, each where most of it is known, none twice.

import assert from "node:assert/strict";
import { sharePartitions } from "./keep_partitions.ts";

const sizes = (shares: ReadonlyMap<string, readonly number[]>) =>
  [...shares.values()].map((share) => share.length).sort();

Deno.test("sharePartitions() shares out evenly among workers whose store is the same one", () => {
  const known = { 0: 10, 1: 40, 2: 30, 3: 20 };
  for (let members = 1; members <= 6; members++) {
    const stores = Array.from({ length: members }, (_, i) => ({ memberId: `m${i}`, known }));
    const shares = sharePartitions(stores, 4);
    assert.deepEqual([...shares.values()].flat().sort(), [0, 1, 2, 3], `${members} members`);
    const [fewest, most] = [sizes(shares)[0]!, sizes(shares).at(-1)!];
    assert.ok(most - fewest <= 1, `${members} members: ${sizes(shares)}`);
  }
});

Deno.test("sharePartitions() lets stores keep what they know, as far as shares stay even", () => {
  const shares = sharePartitions([
    { memberId: "new", known: {} },
    { memberId: "old", known: { 0: 5, 1: 9, 2: 7, 3: 8 } },
    { memberId: "other", known: { 1: 1 } },
  ], 4);
  assert.deepEqual(shares.get("old"), [1, 3]);
  assert.deepEqual(sizes(shares), [1, 1, 2]);
});
