/** A short run of the fuzzers; `npm run fuzz -- MINUTES` is the long one. */

import { test } from "node:test";
import { startServerProcess } from "../support/server-process.js";
import { fuzz } from "./fuzz.js";

test("nearly right requests of both protocols are answered, and nothing of them stays", async (t) => {
  const server = await startServerProcess();
  t.after(() => server.dispose());
  const seed = Date.now() % 2 ** 31;
  t.diagnostic(`seed ${seed}`);
  await fuzz(server, seed, (rounds) => rounds < 60);
});
