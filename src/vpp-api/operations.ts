/** The requests of a described VPP as rpcs: which there are, in which modules, and how VPP answers each. */

import { type ApiDescription, type ApiMessage, type ApiModule, type MessageRole, messageRoles } from "vpp-binapi-ts";
import { refusedMessages } from "./fences/refused-messages.js";
import { yangModuleName, yangName } from "./names.js";

export type Answer =
  | { readonly kind: "none" }
  | { readonly kind: "reply"; readonly reply: ApiMessage }
  | { readonly kind: "dump"; readonly details: ApiMessage }
  | { readonly kind: "cursor"; readonly details: ApiMessage; readonly reply: ApiMessage };

export interface ApiOperation {
  /** "/sweetcomb-vpp-api-memif:memif-dump". */
  readonly path: string;
  readonly request: ApiMessage;
  readonly answer: Answer;
}

export interface OperationModule {
  readonly name: string;
  readonly api: ApiModule;
  readonly operations: readonly ApiOperation[];
  readonly notifications: readonly ApiMessage[];
}

/**
 * @param loaded messages of VPP's table as `name_crc`: what is described but not loaded is left out
 * @returns modules that have at least one request or event, in VPP's order
 */
export function operationModules(description: ApiDescription, loaded: ReadonlySet<string>): readonly OperationModule[] {
  const roleOf = messageRoles(description);
  const messages = new Map(description.modules.flatMap((module) => module.messages.map((item) => [item.name, item])));
  const isLoaded = ({ name, crc }: ApiMessage) => loaded.has(`${name}_${crc}`);
  const events = eventNames(description);
  const isEvent = (message: ApiMessage) => events.has(message.name) && roleOf(message).kind === "event";
  return description.modules
    .map((api): OperationModule => {
      const name = yangModuleName(api.name);
      const mine = api.messages.filter((message) => isLoaded(message) && !refusedMessages.has(message.name));
      const operations = mine.flatMap((request) => {
        const answer = answerOf(roleOf(request), messages);
        return answer === undefined ? [] : [{ path: `/${name}:${yangName(request.name)}`, request, answer }];
      });
      return { name, api, operations, notifications: mine.filter(isEvent) };
    })
    .filter(({ operations, notifications }) => operations.length + notifications.length > 0);
}

/** How a request is answered; undefined for what is no request, or where a message of the answer is not described. */
function answerOf(role: MessageRole, messages: ReadonlyMap<string, ApiMessage>): Answer | undefined {
  switch (role.kind) {
    case "request": {
      if (role.reply === null) return { kind: "none" };
      const reply = messages.get(role.reply);
      return reply && { kind: "reply", reply };
    }
    case "dump": {
      const details = messages.get(role.details);
      return details && { kind: "dump", details };
    }
    case "cursor": {
      const details = messages.get(role.details);
      const reply = messages.get(role.reply);
      return details && reply && { kind: "cursor", details, reply };
    }
    default:
      return undefined;
  }
}

/** What the want_ requests ask VPP to send. */
function eventNames({ modules }: ApiDescription): ReadonlySet<string> {
  return new Set(modules.flatMap(({ services }) => services.flatMap(({ stream, events }) => (stream ? [] : events))));
}
