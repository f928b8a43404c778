/** Operations on configuration at a URL (RFC 6241 8.8): what they read, write and delete there is a <config> document. */

import { managementError, rejectErrors } from "../../datastore/engine-errors.js";
import { startupDocument } from "../../datastore/startup.js";
import { ManagementError } from "../../errors/management-error.js";
import { collect } from "../collect.js";
import type { OperationContext } from "../context.js";
import type { Session } from "../management.js";
import type { Answer, Content, Operation } from "../operation.js";
import { read, unsupportedDatastore } from "../read.js";

type CopyToUrl = Extract<Operation, { kind: "copy-to-url" }>;

/** Port: what is at URLs. Rejects with an error that has `refused` where the URL can never be used. */
export interface ConfigurationUrls {
  readonly schemes: readonly string[];
  read(url: string): Promise<Uint8Array>;
  write(url: string, bytes: Uint8Array): Promise<void>;
  remove(url: string): Promise<void>;
}

const NETCONF = "urn:ietf:params:xml:ns:netconf:base:1.0";

/** Fetches the document at a URL and hands it to `use` as content of a request. */
export async function withContentAt<Result>(
  context: OperationContext,
  url: string,
  use: (content: Content) => Promise<Result>,
): Promise<Result> {
  const { engine } = context.datastores;
  const text = Buffer.from(await asking(context, (urls) => urls.read(url))).toString("utf8");
  // As the parameter of an operation it is read like one that came with the request, attributes of edits included.
  const rpc = `<rpc xmlns="${NETCONF}" message-id="url"><edit-config><target><running/></target>${withoutProlog(text)}</edit-config></rpc>`;
  const { document, errors, contents } = await engine.decodeRpc(Buffer.from(rpc));
  try {
    if (errors?.[0] !== undefined) throw managementError(errors[0]);
    if (!contents.includes("config")) throw noConfiguration();
    return await use({ kind: "rpc-parameter", document, parameter: "config" });
  } finally {
    await engine.releaseRpc(document);
  }
}

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

async function asking<Result>(
  { urls }: OperationContext,
  use: (urls: ConfigurationUrls) => Promise<Result>,
): Promise<Result> {
  if (urls === undefined) {
    throw new ManagementError("operation-not-supported", {
      type: "protocol",
      message: "Configuration at a URL is not opened on this server",
      badElement: "url",
    });
  }
  try {
    return await use(urls);
  } catch (cause) {
    const { message, refused } = cause as Error & { readonly refused?: boolean };
    const tag = refused ? "invalid-value" : "operation-failed";
    throw new ManagementError(tag, { type: "application", message, badElement: "url" });
  }
}

function withoutProlog(text: string): string {
  return text.replace(/^\uFEFF?\s*(?:<\?xml[^>]*\?>)?/, "");
}

function noConfiguration(): ManagementError {
  return new ManagementError("invalid-value", {
    message: `The document at the URL is no <config> of ${NETCONF}`,
    badElement: "url",
  });
}
