/** npm run fuzz -- [MINUTES] [SEED]: both fuzzers against a server of their own. Ends with 1 when something is wrong. */

import { startServerProcess } from "../support/server-process.js";
import { fuzz } from "./fuzz.js";

const [minutes = "1", seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
const end = performance.now() + Number(minutes) * 60_000;
const server = await startServerProcess();
try {
  await fuzz(server, Number(seed), () => performance.now() < end, console.log);
} catch (failure) {
  console.error(`seed ${seed}:`, failure, server.log().slice(-4000));
  process.exitCode = 1;
} finally {
  await server.dispose();
}
