/** What an event of VPP is: how it is asked for, and which notification it becomes. */

import type { Input, Message, RequestMessage } from "vpp-binapi-ts";
import type { ObjectKind } from "./translator.js";

/** What is known of VPP's objects when an event comes. */
export interface EventContext {
  /** Key of the object of a kind that has this index; undefined when nothing is known by it. */
  keyOf<Key>(kind: ObjectKind<Key>, handle: number): Key | undefined;
}

export interface Notification {
  /** "/module:name", or the instance path of a notification that belongs to a data node. */
  readonly path: string;
  /** Its members, RFC 7951. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** An object that went down, by VPP's index. */
export interface Loss {
  readonly kind: ObjectKind<never>;
  readonly handle: number;
}

export interface VppEventDefinition<Request, Fields> {
  /** The request with which VPP is asked to send the event. Default: the objects that it tells of ask for it when they are made. */
  readonly want?: RequestMessage<Request, unknown> | undefined;
  readonly wantFields?: Input<Request> | undefined;
  readonly event: Message<Fields>;
  /** Schema path of the notification. */
  readonly notification: string;
  /** What went down that objects may need. Default: nothing. */
  loss?(fields: Fields): Loss | undefined;
  /** What the event tells; undefined when it is of no interest. The object itself is read again when somebody asks for it. */
  tell(context: EventContext, fields: Fields): Notification | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of events holds fields of every type
export type AnyVppEvent = VppEventDefinition<any, any>;

/** A definition with its types checked. VPP wants to know who listens; it takes any number for that. */
export function defineVppEvent<Request, Fields>(definition: VppEventDefinition<Request, Fields>): AnyVppEvent {
  return definition;
}
