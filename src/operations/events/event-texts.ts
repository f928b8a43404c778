/** Events in the text of a protocol, made once for all subscribers that want the same. */

import type { SupervisedEngine } from "../../datastore/engine/engine-supervisor.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import { withoutPredicates } from "../../schema/without-predicates.js";
import type { OperationContext } from "../context.js";
import type { GeneratedOperations } from "../generated-operations.js";
import type { Session } from "../management.js";
import type { Format } from "../operation.js";
import type { EncodedEvent } from "./encoded-event.js";
import type { Event } from "./event-log.js";

/** Encodes an event; undefined when the filter does not want it. */
export type EventEncoder = (event: Event) => Promise<EncodedEvent | undefined>;

/** Texts that are kept for those who have not come to the event yet. A subscriber that is further behind has its own made. */
const KEPT = 1024;

export interface EventTextsParts {
  readonly engine: Pick<SupervisedEngine, "encodeNotification">;
  /** The schema of the moment. */
  readonly schema: () => SchemaTree;
  readonly generatedOperations: () => GeneratedOperations | undefined;
}

export class EventTexts {
  readonly #recent = new Map<string, Promise<EncodedEvent | undefined>>();

  constructor(readonly parts: EventTextsParts) {}

  /** @param select XPaths of a filter; undefined wants all */
  encoder(format: Format, select: readonly string[] | undefined): EventEncoder {
    const wanted = `${format} ${select === undefined ? "" : JSON.stringify(select)}`;
    return (event) => {
      const key = `${event.sequence} ${wanted}`;
      const known = this.#recent.get(key);
      if (known !== undefined) return known;
      const text = this.#encode(event, format, select);
      this.#keep(key, text);
      return text;
    };
  }

  async #encode({ path, content, timeMs }: Event, format: Format, select: readonly string[] | undefined) {
    const { engine, schema, generatedOperations } = this.parts;
    const { module = "" } = schema().byPath(withoutPredicates(path)) ?? {};
    const encoder = schema().module(module)?.generated ? generatedOperations() : engine;
    const bytes = await encoder?.encodeNotification(path, content, format, select);
    return bytes && { timeMs, bytes };
  }

  #keep(key: string, text: Promise<EncodedEvent | undefined>): void {
    this.#recent.set(key, text);
    text.catch(() => this.#recent.delete(key));
    if (this.#recent.size > KEPT) this.#recent.delete(this.#recent.keys().next().value!);
  }
}

/** Whether access control lets a user have an event. */
export function mayReceiveEvent({ schema, permissions }: OperationContext, session: Session, path: string): boolean {
  const node = schema.byPath(withoutPredicates(path));
  // The module of an event of VPP may have gone with its VPP.
  return node !== undefined && permissions.mayReceive(session, path, node);
}
