/** What the server says about itself on its health port. */

import { once } from "node:events";
import { createServer } from "node:net";

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  await once(listener, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** The values of these metrics, in this order. */
export async function readMetrics(healthPort: number, names: readonly string[]): Promise<readonly number[]> {
  const answer = await fetch(`http://127.0.0.1:${healthPort}/metrics`);
  const text = await answer.text();
  return names.map((name) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]));
}
