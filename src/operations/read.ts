/** Reading: from a request to a stream of bytes. The first chunk comes with the answer, the others as the client takes them. */

import type { PageRequest, ReadRequest } from "../datastore/engine/protocol.js";
import { managementError } from "../datastore/engine-errors.js";
import { ManagementError } from "../errors/management-error.js";
import type { OperationContext } from "./context.js";
import { looksAtHidden } from "./filters/looks-at-hidden.js";
import type { Session } from "./management.js";
import type { Answer, DatastoreName, EntityState, Format, Selection, WithDefaults } from "./operation.js";
import { schemaPathsOf } from "./schema-paths.js";
import { stateOnly } from "./state-only.js";
import { wantedEntries } from "./wanted-entries.js";

export interface Reading extends Selection {
  /** "unified": running with state, as <get> and {+restconf}/data give it. */
  readonly datastore: DatastoreName | "unified";
  readonly format: Format;
  readonly root: "tree" | "target";
  /** What is read is the datastore as a whole, and the selection says what of it is shown. */
  readonly isDatastore?: boolean | undefined;
  readonly page?: PageRequest | undefined;
  readonly content: "all" | "config" | "nonconfig";
  readonly withOrigin?: boolean | undefined;
  readonly origins?: ReadRequest["origins"];
  /** The state of what is read, asked for when the reading has begun. `instance`: how running writes the path that is read. */
  readonly entityOf?: ((instance: string | undefined) => EntityState) | undefined;
  /** Content of a datastore that the engine does not keep, when that is read. */
  readonly stored?: Uint8Array | undefined;
}

/** Opens the reading. Throws when the selection cannot be understood. */
export async function read(context: OperationContext, session: Session, reading: Reading): Promise<Answer> {
  const { engine } = context.datastores;
  const source = sourceOf(reading);
  const wantsState = source === "operational" || source === "unified";
  const state = wantsState ? await readState(context, session, reading) : { documents: [], topLevel: [] };
  const access = context.permissions.readMask(session);
  const start = await engine.openRead({
    source,
    isPrivate: session.usesPrivateCandidate,
    documents: state.documents,
    documentTopLevel: state.topLevel,
    stored: reading.stored,
    format: reading.format,
    select: reading.select,
    root: reading.root,
    depth: reading.depth,
    fields: reading.fields,
    withDefaults: defaultsOf(reading, source),
    content: reading.content,
    origin: reading.withOrigin ?? false,
    origins: reading.origins,
    access,
    selectsShown: looksAtHidden([...(reading.select ?? []), ...conditionsOf(reading.page)], access, context.schema),
    page: reading.page && {
      ...reading.page,
      onlyConfiguration: isConfigurationOnly(reading.page, source, state.topLevel),
    },
    sublists: sublistsOf(reading),
    // A path without keys is written in one way only.
    tellInstance: reading.entityOf !== undefined && reading.select?.length === 1 && reading.select[0]!.includes("["),
  });
  if ("error" in start) throw managementError(start.error);
  const chunks = chunksOf(engine, start.cursor, start.chunk);
  return { kind: "data", chunks, empty: start.empty, entity: reading.entityOf?.(start.instance) };
}

/** What a page asks of the entries of its list, as XPaths: its own condition, and the leaf that they are ordered by. */
function conditionsOf(page: PageRequest | undefined): readonly string[] {
  if (page === undefined) return [];
  return [page.where, page.sortBy?.path.join("/")].flatMap((asked) =>
    asked === undefined ? [] : `${page.path}[${asked}]`,
  );
}

/** The lists of a datastore are all inside of it, those named by fields too. */
function sublistsOf({ sublistLimit, isDatastore = false }: Reading): ReadRequest["sublists"] {
  return sublistLimit === undefined ? undefined : { limit: sublistLimit, ofSelected: isDatastore };
}

/** What is in use is in operational, defaults too, whether they were set or not (RFC 8342 5.3, RFC 8526 3.1.1.2). */
function defaultsOf({ withDefaults = "explicit" }: Reading, source: ReadRequest["source"]): WithDefaults {
  return source === "operational" && withDefaults === "explicit" ? "report-all" : withDefaults;
}

/** Where no provider says anything about a list of configuration, running alone has it. */
function isConfigurationOnly(
  { path, onlyConfiguration }: PageRequest,
  source: ReadRequest["source"],
  given: readonly string[],
): boolean {
  if (!onlyConfiguration || ["intended", "operational", "stored"].includes(source)) return false;
  return source === "running" || source === "candidate" || !given.some((name) => path.startsWith(`/${name}`));
}

function sourceOf({ datastore, content }: Reading): ReadRequest["source"] {
  if (datastore === "startup" || datastore === "factory-default") return "stored";
  return datastore === "unified" && content === "config" ? "running" : datastore;
}

/** Documents of the providers that the selection may touch. Throws resource-denied when the client goes meanwhile. */
async function readState(context: OperationContext, { gone }: Session, { select, datastore }: Reading) {
  const wanted = context.stateProviders.filter(
    ({ topLevel }) => select === undefined || select.some((xpath) => touches(xpath, topLevel)),
  );
  const paths = schemaPathsOf(select);
  const entries = select === undefined || paths === undefined ? undefined : wantedEntries(select, context.schema);
  const reading = Promise.all(wanted.map((provider) => provider.read({ paths, entries, signal: gone })));
  const documents = await reading.catch((failure) => {
    throw gone?.aborted ? new ManagementError("resource-denied", { message: "The client has gone" }) : failure;
  });
  // In the unified view of <get> and {+restconf}/data configuration is what running says.
  const shown = datastore === "unified" ? documents.map((document) => stateOnly(document, context.schema)) : documents;
  return {
    documents: shown.map((document) => Buffer.from(JSON.stringify(document))),
    topLevel: wanted.flatMap(({ topLevel }) => topLevel),
  };
}

/** An XPath whose first step names one of the nodes, or that is too free to say. */
function touches(xpath: string, topLevel: readonly string[]): boolean {
  const first = /^\/([\w.-]+:[\w.-]+)(?![\w.-]*\()/.exec(xpath)?.[1];
  return first === undefined || topLevel.includes(first);
}

type Engine = OperationContext["datastores"]["engine"];

async function* chunksOf(engine: Engine, cursor: number, first: Uint8Array): AsyncGenerator<Uint8Array> {
  let open = cursor !== 0;
  try {
    yield first;
    while (open) {
      const { chunk, done } = await engine.nextChunk(cursor);
      open = !done;
      if (chunk.length > 0) yield chunk;
    }
  } finally {
    if (open) await engine.closeRead(cursor);
  }
}

/** A datastore name that an operation cannot use. */
export function unsupportedDatastore(name: DatastoreName, what: string): ManagementError {
  return new ManagementError("invalid-value", {
    type: "protocol",
    message: `The ${name} datastore cannot be ${what}`,
    badElement: name,
  });
}
