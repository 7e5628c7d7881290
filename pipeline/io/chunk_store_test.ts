// Tests of scanned views kept in memory and on disk.

import assert from "node:assert/strict";
import {
  columnOf,
  SHOW,
  TEXT_COLUMNS,
  USER,
  type ViewChunk,
  ViewColumns,
} from "../transform/scan/view_columns.ts";
import { ChunkStore } from "./chunk_store.ts";

const HAS = TEXT_COLUMNS.map((_, column) => column <= SHOW || column === columnOf("country"));
const ROWS = 4;
/** Two numbers and three codes a row. */
const CHUNK_BYTES = ROWS * (16 + 12);

function chunkOf(first: number): ViewChunk {
  const chunk = new ViewColumns(HAS).addChunk(ROWS + 1);
  chunk.rows = ROWS;
  for (let row = 0; row < ROWS; row++) {
    chunk.watchMinutes[row] = first + row + 0.5;
    chunk.startMs[row] = (first + row) * 1e12;
    chunk.codes.forEach((codes, column) => {
      if (codes !== null) codes[row] = first + row + column;
    });
  }
  return chunk;
}

/** The first values of each chunk; every value must belong to its chunk. */
function contents(store: ChunkStore, release = false): number[] {
  const firsts: number[] = [];
  store.forEach((chunk) => {
    const first = chunk.codes[USER]![0];
    assert.equal(chunk.rows, ROWS);
    for (let row = 0; row < ROWS; row++) {
      assert.equal(chunk.watchMinutes[row], first + row + 0.5);
      assert.equal(chunk.startMs[row], (first + row) * 1e12);
      assert.equal(chunk.codes[SHOW]![row], first + row + SHOW);
      assert.equal(chunk.codes[4]![row], first + row + 4);
    }
    assert.deepEqual(chunk.codes.map((codes) => codes !== null), HAS);
    firsts.push(first);
  }, release);
  return firsts;
}

async function withStore(budgetBytes: number, test: (store: ChunkStore, path: string) => void) {
  const folder = await Deno.makeTempDir();
  const spillPath = `${folder}/views`;
  const store = new ChunkStore({ budgetBytes, spillPath });
  try {
    test(store, spillPath);
  } finally {
    store.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("ChunkStore keeps chunks in memory within its budget and makes no file", async () => {
  await withStore(CHUNK_BYTES * 3, (store, path) => {
    store.add(0, [chunkOf(10), chunkOf(20)]);
    store.add(1, [chunkOf(30)]);
    assert.equal(store.spilledBytes, 0);
    assert.deepEqual(contents(store), [10, 20, 30]);
    assert.throws(() => Deno.statSync(path), Deno.errors.NotFound);
  });
});

Deno.test("ChunkStore spills what goes beyond its budget and reads it back, again and again", async () => {
  await withStore(CHUNK_BYTES, (store, path) => {
    store.add(0, [chunkOf(10), chunkOf(20)]);
    store.add(1, [chunkOf(30)]);
    assert.equal(store.spilledBytes, CHUNK_BYTES * 2);
    assert.equal(Deno.statSync(path).size, CHUNK_BYTES * 2);
    assert.deepEqual(contents(store), [10, 20, 30]);
    assert.deepEqual(contents(store), [10, 20, 30]);
  });
});

Deno.test("ChunkStore.drop() forgets a block and has its memory back", async () => {
  await withStore(CHUNK_BYTES, (store) => {
    store.add(0, [chunkOf(10)]);
    store.drop(0);
    store.drop(7);
    store.add(0, [chunkOf(20)]);
    assert.equal(store.spilledBytes, 0);
    assert.deepEqual(contents(store), [20]);
  });
});

Deno.test("ChunkStore.forEach() frees each chunk after its visit when told to", async () => {
  await withStore(CHUNK_BYTES, (store) => {
    const chunk = chunkOf(10);
    store.add(0, [chunk, chunkOf(20)]);
    assert.deepEqual(contents(store, true), [10, 20]);
    assert.equal(chunk.startMs.length, 0);
    assert.deepEqual(contents(store), []);
  });
});

Deno.test("ChunkStore.close() removes the file, and may be called twice", async () => {
  await withStore(0, (store, path) => {
    store.add(0, [chunkOf(10)]);
    store.close();
    store.close();
    assert.throws(() => Deno.statSync(path), Deno.errors.NotFound);
  });
});

Deno.test("ChunkStore keeps its own chunks where they lie, until the last one beside them is freed", async () => {
  await withStore(CHUNK_BYTES * 4, (store) => {
    const own = (first: number) => {
      const source = chunkOf(first), chunk = store.newChunk(HAS, ROWS);
      chunk.rows = ROWS;
      chunk.startMs.set(source.startMs.subarray(0, ROWS));
      chunk.watchMinutes.set(source.watchMinutes.subarray(0, ROWS));
      chunk.codes.forEach((codes, column) => codes?.set(source.codes[column]!.subarray(0, ROWS)));
      return chunk;
    };
    const [first, dropped, second, spilled] = [own(10), own(20), own(30), own(50)];
    store.add(0, [first]);
    store.add(1, [dropped]);
    store.drop(1);
    store.add(2, [second, chunkOf(40), chunkOf(45), spilled]);
    assert.equal(store.spilledBytes, CHUNK_BYTES);
    assert.deepEqual(contents(store), [10, 30, 40, 45, 50]);
    assert.deepEqual(contents(store, true), [10, 30, 40, 45, 50]);
    assert.deepEqual([first, second, spilled].map(({ startMs }) => startMs.length), [0, 0, 0]);
    store.add(3, [own(60)]);
    assert.deepEqual(contents(store), [60]);
  });
});
