/** Writes to the datastore of another process, with RESTCONF: each edit is a YANG Patch (RFC 8072). */

import { Agent, request } from "node:https";
import { type EntryChange, entryDocument, resourcePath } from "../entry.js";
import { blamedEntry } from "./blamed-entry.js";
import { type DatastoreWriter, WriteRefused } from "./datastore-writer.js";
import { entriesIn } from "./entries-in.js";

const DATASTORE = "/restconf/ds/sweetcomb-datastores:kubernetes";
/** A first edit may be large, and VPP takes its time. */
const PATIENCE_MS = 120_000;

export interface RestconfSettings {
  /** "https://host:port". */
  readonly url: string;
  /** PEM texts: the authority of the server, and the client's certificate and key. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

interface RestconfError {
  readonly "error-tag"?: string;
  readonly "error-path"?: string;
  readonly "error-message"?: string;
}

interface Errors {
  readonly error?: readonly RestconfError[];
}

interface PatchStatus {
  readonly errors?: Errors;
  readonly "edit-status"?: { readonly edit?: readonly { readonly "edit-id": string; readonly errors?: Errors }[] };
}

/** Tags that tell of the server or of who asks, and not of what is written. */
const NOT_THE_EDIT = ["access-denied", "resource-denied", "lock-denied", "in-use"];

export function restconfWriter(settings: RestconfSettings): DatastoreWriter {
  const agent = new Agent({ keepAlive: true, ca: settings.ca, cert: settings.cert, key: settings.key });
  let patches = 0;
  const send = (method: string, body?: string) => exchange(new URL(DATASTORE, settings.url), agent, method, body);
  return {
    entries: async () => {
      const { status, text } = await send("GET");
      if (status === 204 || status === 404) return new Set();
      if (status !== 200) throw new Error(`reading ${DATASTORE} was answered with ${status}: ${text}`);
      // The datastore resource wraps its content (RFC 8527 3.1).
      const document = JSON.parse(text) as Record<string, unknown>;
      return entriesIn((document["ietf-restconf:data"] as Record<string, unknown> | undefined) ?? document);
    },
    write: async (changes) => {
      const { status, text } = await send("PATCH", patchOf(changes, `kubernetes-${++patches}`));
      if (status !== 200) throw failureOf(status, text, changes);
    },
    close: () => agent.destroy(),
  };
}

function patchOf(changes: readonly EntryChange[], id: string): string {
  const edit = changes.map(({ id: entry, entry: content }, index) => ({
    "edit-id": `${index}`,
    operation: content === null ? "remove" : "replace",
    target: resourcePath(entry),
    ...(content !== null && { value: entryDocument(content) }),
  }));
  return JSON.stringify({ "ietf-yang-patch:yang-patch": { "patch-id": id, edit } });
}

function failureOf(status: number, text: string, changes: readonly EntryChange[]): Error {
  const [found] = errorsIn(text);
  if (found === undefined || NOT_THE_EDIT.includes(found.error["error-tag"] ?? "")) {
    return new Error(`an edit of ${DATASTORE} was answered with ${status}: ${text}`);
  }
  const { edit, error } = found;
  const place = { edit, path: error["error-path"] };
  return new WriteRefused(
    error["error-message"] ?? error["error-tag"] ?? `status ${status}`,
    blamedEntry(place, changes),
  );
}

/** What the report on a patch, or a document of errors, says. */
function errorsIn(text: string): readonly { readonly edit: string | undefined; readonly error: RestconfError }[] {
  let document: Readonly<Record<string, unknown>>;
  try {
    document = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return [];
  }
  const status = (document["ietf-yang-patch:yang-patch-status"] ?? {}) as PatchStatus;
  const plain = (document["ietf-restconf:errors"] ?? {}) as Errors;
  const byEdit = (status["edit-status"]?.edit ?? []).flatMap(({ "edit-id": edit, errors }) =>
    (errors?.error ?? []).map((error) => ({ edit, error })),
  );
  const ofAll = [...(status.errors?.error ?? []), ...(plain.error ?? [])];
  return [...byEdit, ...ofAll.map((error) => ({ edit: undefined, error }))];
}

function exchange(url: URL, agent: Agent, method: string, body: string | undefined) {
  const headers = {
    accept: "application/yang-data+json",
    ...(body !== undefined && {
      "content-type": "application/yang-patch+json",
      "content-length": Buffer.byteLength(body),
    }),
  };
  return new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const call = request(url, { method, agent, headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => void chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    call.on("error", reject);
    call.end(body);
  });
}
