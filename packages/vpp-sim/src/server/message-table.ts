import { type Message, tableName } from "vpp-binapi-ts";
import { memclntModule } from "vpp-binapi-ts/api";
import { type Feature, type Handler, messagesOf } from "../handler.js";
import { RandomU32 } from "../state/random.js";

/** The messages of this VPP with their ids, as sockclnt_create_reply lists them. */
export interface MessageTable {
  readonly entries: readonly { readonly index: number; readonly name: string }[];
  handlerOf(id: number): Handler | undefined;
  idOf(message: Message<unknown>): number;
}

/**
 * Numbers the messages of all features. Those of memclnt come first, in their own order, so that sockclnt_create is 15
 * as in every VPP. The others are mixed, since a client must not rely on any order: in VPP it changes with the plugins.
 */
export function messageTable(features: readonly Feature[], seed: number): MessageTable {
  const handlers = features.flatMap((feature) => feature.handlers);
  const events = features.flatMap((feature) => feature.events ?? []);
  const messages = [...handlers.flatMap(messagesOf), ...events].map(tableName);
  const core = memclntModule.messages.map(tableName);
  const coreNames = new Set(core);
  const random = new RandomU32(seed);
  const names = [...core, ...shuffled(new Set(messages.filter((name) => !coreNames.has(name))), random)];
  const ids = new Map(names.map((name, index) => [name, index + 1]));
  const byId = new Map(handlers.map((handler) => [ids.get(tableName(handler.message))!, handler]));
  const known = new Map<Message<unknown>, number>();
  return {
    entries: shuffled(names, random).map((name) => ({ name, index: ids.get(name)! })),
    handlerOf: (id) => byId.get(id),
    idOf(message) {
      const id = known.get(message) ?? ids.get(tableName(message))!;
      known.set(message, id);
      return id;
    },
  };
}

function shuffled<T>(items: Iterable<T>, random: RandomU32): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    // The low bits of the generator repeat soon; the high ones do not.
    const other = Math.floor((random.next() / 2 ** 32) * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return mixed;
}
