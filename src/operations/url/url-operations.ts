/** Operations that write and delete configuration at a URL (RFC 6241 8.8), which is a <config> document there. */

import { rejectErrors } from "../../datastore/engine-errors.js";
import { startupDocument } from "../../datastore/startup.js";
import { collect } from "../collect.js";
import type { OperationContext } from "../context.js";
import type { Session } from "../management.js";
import type { Answer, Content, Operation } from "../operation.js";
import { read, unsupportedDatastore } from "../read.js";
import { asking } from "./configuration-urls.js";

type CopyToUrl = Extract<Operation, { kind: "copy-to-url" }>;

const NETCONF = "urn:ietf:params:xml:ns:netconf:base:1.0";

/** copy-config to a URL: what the user may read of the source. */
export async function copyToUrl(context: OperationContext, session: Session, operation: CopyToUrl): Promise<Answer> {
  const elements = await elementsOf(context, session, operation);
  const document = Buffer.concat([
    Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<config xmlns="${NETCONF}">`),
    elements,
    Buffer.from("</config>\n"),
  ]);
  await asking(context, (urls) => urls.write(operation.url, document));
  return { kind: "ok" };
}

export async function deleteUrl(context: OperationContext, url: string): Promise<Answer> {
  await asking(context, (urls) => urls.remove(url));
  return { kind: "ok" };
}

async function elementsOf(
  context: OperationContext,
  session: Session,
  { source, withDefaults }: CopyToUrl,
): Promise<Uint8Array> {
  const reading = { format: "xml", root: "tree", content: "config", withDefaults } as const;
  if (typeof source !== "string") {
    const stored = await jsonOf(context, source);
    return collect(await read(context, session, { ...reading, datastore: "startup", stored }));
  }
  if (source === "operational" || source === "intended")
    throw unsupportedDatastore(source, "the source of copy-config");
  const { queue } = context.datastores;
  const stored = source === "startup" ? await queue.run(() => startupDocument(context.datastores)) : undefined;
  return collect(await read(context, session, { ...reading, datastore: source, stored }));
}

/** A configuration that came with the request, judged as a whole. */
async function jsonOf({ datastores }: OperationContext, source: Content): Promise<Uint8Array> {
  const { errors, json } = await datastores.engine.contentJson(source, undefined, "none");
  rejectErrors(errors);
  return json;
}
