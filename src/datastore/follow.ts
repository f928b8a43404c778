/** Parts of the configuration that the server itself goes by. */

import type { Datastores } from "./datastores.js";

/** RFC 7951. */
type Container = Readonly<Record<string, unknown>>;

/**
 * Calls `use` with what running has at `path`, now and after each commit that changes it.
 * @param path schema path of a container that stands in no list, registered as an object
 * @param use gets the content of the container, RFC 7951; undefined when there is none
 */
export async function follow(
  { engine, onCommitted }: Pick<Datastores, "engine" | "onCommitted">,
  path: string,
  use: (content: Container | undefined) => void | Promise<void>,
): Promise<void> {
  await use(await contentAt({ engine }, path));
  onCommitted.push(async ({ changes }) => {
    const change = changes.find(({ schemaPath }) => schemaPath === path);
    if (change !== undefined) await use(change.after ?? undefined);
  });
}

/** Content of a container of running that stands in no list, RFC 7951, with defaults; undefined when there is none. */
export async function contentAt({ engine }: Pick<Datastores, "engine">, path: string): Promise<Container | undefined> {
  const bytes = await engine.subtree(path);
  // One member, by the name of the container.
  return bytes && (Object.values(JSON.parse(Buffer.from(bytes).toString()))[0] as Container);
}
