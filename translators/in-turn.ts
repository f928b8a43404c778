import type { TranslatorContext } from "../src/southbound/translator.js";

/**
 * Does work of one name one after the other on a VPP, although objects are made at the same time: for what looks at VPP first and
 * must not be overtaken before it changes it.
 */
export async function inTurn<T>(context: TranslatorContext, name: string, work: () => Promise<T>): Promise<T> {
  const turns = await context.once(name, async () => ({ last: Promise.resolve() as Promise<unknown> }));
  const mine = turns.last.then(work);
  turns.last = mine.catch(() => {});
  return await mine;
}
