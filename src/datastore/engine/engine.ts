/** The engine: the calls of the protocol over one instance of libyang. Runs in the worker; in tests also without one. */

import {
  ConfigTree,
  decodeRpc,
  type LibyangInstance,
  loadLibyang,
  openCursor,
  parseInput,
  type YangContext,
} from "libyang-wasm";
import { describePiece } from "../../schema/describe-module.js";
import { HASHED, SECRET } from "../../schema/schema-tree.js";
import { createSealer } from "../../secrets/seal.js";
import { drainCursors, drainReadings } from "./drain.js";
import * as dynamic from "./dynamic-trees.js";
import * as edits from "./edits.js";
import { type EngineState, withView } from "./engine-state.js";
import { hasRoom } from "./exhaustion.js";
import { createLibrary, extendLibrary } from "./library.js";
import { contentIdOf, describeSchema, loadContext } from "./load-schema.js";
import { encodeNotification } from "./notification.js";
import { placedInInput } from "./placed-error.js";
import { printNodes } from "./print-nodes.js";
import { enterPrivate, leavePrivate, withShared } from "./private-candidate.js";
import type { EngineCalls, EngineOptions, EngineSchema, RpcDocumentData } from "./protocol.js";
import { closeRead, instancePath, nextChunk, openRead } from "./reads.js";
import { encodeOutput } from "./rpc-output.js";
import { withoutSecrets } from "./seal-secrets.js";
import { selectedPaths } from "./selected-paths.js";
import { restoreWhatFits } from "./upgrade/restore-what-fits.js";

type Loaded = Omit<EngineCalls, "load"> & { load(options: EngineOptions): Promise<EngineSchema> };

/** Documents from this size on are not held beside the copy that libyang makes. */
const LARGE_DOCUMENT_BYTES = 1 << 20;

/**
 * An engine without a schema yet: `load` comes first.
 * @param discard gives the memory of a large document back, which nobody else needs. Default: it is left to its owner
 */
export function createEngine(discard?: (bytes: Uint8Array) => void): Loaded {
  let loaded: EngineState | undefined;
  const state = (): EngineState => {
    if (loaded === undefined) throw new Error("the engine has no schema yet");
    return loaded;
  };
  return {
    load: async (options) => {
      const instance = await loadLibyang({ wasm: options.wasmPath, memoryLimitMb: options.memoryLimitMb });
      const context = loadContext(instance, options);
      const schema = describeSchema(context);
      loaded = emptyState(instance, context, schema, options);
      return schema;
    },
    sealWith: (key) => {
      state().sealer = createSealer(key);
    },
    registerObjects: (paths) => {
      const { schemaIds } = state();
      state().objects = new Map(paths.map((path) => [schemaIds.get(path) ?? unknownPath(path), path]));
      return state().objects;
    },

    restoreSnapshot: (json) => state().running.load(json, "json"),
    restoreLines: (lines) => {
      state().running.applyJournal(lines);
      state().running.accept();
    },
    restoreWhatFits: (snapshot, entries) => restoreWhatFits(state(), snapshot, entries),
    finishRestore: () => {
      const current = state();
      current.candidate[Symbol.dispose]();
      current.candidate = current.running.clone();
    },

    decodeRpc: (bytes) => decode(state(), bytes, discard),
    releaseRpc: (document) => {
      state().documents.get(document)?.[Symbol.dispose]();
      state().documents.delete(document);
    },
    decodeInput: (path, content) => decodeInput(state(), path, content),
    contentText: (document, parameter) => contentText(state(), document, parameter),
    encodeOutput: (path, output, format) => encodeOutput(state().context, path, output, format),

    encodeNotification: (path, content, format, select) =>
      encodeNotification(state().context, path, content, format, select),

    printNodes: (items) => printNodes(state().context, items),

    edit: (request, detail) => edits.edit(state(), request, detail),
    undoTo: (mark) => edits.undoCandidate(state(), mark),
    validateCandidate: () => edits.validateCandidate(state()),
    validateContent: (content) => edits.validateContent(state(), content),
    contentJson: (content, base, detail) => edits.contentJson(state(), content, base, detail),
    candidateChanged: () => state().candidate.changeCount > 0,
    candidateLines: (isPrivate) => {
      const lines = () => state().candidate.journal();
      return isPrivate ? lines() : withShared(state(), lines);
    },
    enterPrivate: (back, edits) => enterPrivate(state(), back, edits),
    leavePrivate: () => leavePrivate(state()),
    discardCandidate: () => edits.undoCandidate(state(), 0),
    prepareCandidate: (detail) => edits.prepareCandidate(state(), detail),
    prepareRunning: async (request, detail) => {
      await drainReadings(state(), ["running"]);
      return edits.prepareRunning(state(), request, detail);
    },
    prepareDynamic: (name, request, detail) => dynamic.prepareDynamic(state(), name, request, detail),
    restoreDynamic: (name, json, lines) => dynamic.restoreDynamic(state(), name, json, lines),
    dynamicDocument: (name) => dynamic.dynamicDocument(state(), name),
    presence: (tree, paths) => dynamic.presence(state(), tree, paths),
    commit: async (tree) => {
      await drainReadings(state(), edits.changedByCommit(tree));
      edits.commit(state(), tree);
    },
    abort: (tree) => edits.abort(state(), tree),

    openRead: (request) =>
      request.source === "candidate" && !request.isPrivate
        ? withShared(state(), () => openRead(state(), request))
        : openRead(state(), request),
    nextChunk: (cursor) => nextChunk(state(), cursor),
    closeRead: (cursor) => closeRead(state(), cursor),
    instancePath: (tree, path) => instancePath(state(), tree, path),
    selectedPaths: (xpaths, most) => selectedPaths(state(), xpaths, most),
    subtree: (path) => subtree(state(), path),
    allObjects: () => {
      const chunks: Uint8Array[] = [];
      state().running.allObjects([...state().objects.keys()], (chunk) => void chunks.push(chunk));
      return chunks;
    },
    documentBefore: (inverse) => documentBefore(state(), inverse),
    extendLibrary: (modules, absentFeatures, contentId) => extendLibrary(state(), modules, absentFeatures, contentId),
    moduleText: (name, revision, format) => moduleText(state().context, name, revision, format),
    describePiece: (name, from) => describePiece(state().context, name, from),
    hasRoom: () => hasRoom(state()),
    statistics: () => statistics(state()),
  };
}

function statistics({ instance, cursors, documents }: EngineState): ReturnType<EngineCalls["statistics"]> {
  const { memoryBytes, liveHandles } = instance;
  return { memoryBytes, liveHandles, openCursors: cursors.size, openDocuments: documents.size };
}

function emptyState(
  instance: LibyangInstance,
  context: YangContext,
  { rows }: EngineSchema,
  { firstId }: EngineOptions,
): EngineState {
  return {
    instance,
    context,
    running: ConfigTree.create(context),
    candidate: ConfigTree.create(context),
    dynamic: new Map(),
    library: createLibrary(context, contentIdOf(context)),
    objects: new Map(),
    schemaIds: new Map(
      rows.filter(({ kind }) => kind !== "choice" && kind !== "case").map(({ path, id }) => [path, id]),
    ),
    secrets: new Map(rows.filter(({ extensions }) => extensions?.includes(SECRET)).map(({ id, path }) => [id, path])),
    hashed: new Set(rows.filter(({ extensions }) => extensions?.includes(HASHED)).map(({ id }) => id)),
    sealer: undefined,
    cursors: new Map(),
    documents: new Map(),
    nextId: firstId,
    shelved: undefined,
    prepared: undefined,
  };
}

function unknownPath(path: string): never {
  throw new Error(`the schema has no node ${path}`);
}

/** Their only anydata is the filter, which is told as text. */
const readings: ReadonlySet<string> = new Set([
  "ietf-netconf:get",
  "ietf-netconf:get-config",
  "ietf-netconf-nmda:get-data",
]);

function decode(
  state: EngineState,
  bytes: Uint8Array,
  discard: ((bytes: Uint8Array) => void) | undefined,
): RpcDocumentData {
  const copied = discard && bytes.length >= LARGE_DOCUMENT_BYTES ? () => discard(bytes) : undefined;
  const decoded = decodeRpc(state.context, bytes, state.running.root, copied);
  const attributes = decoded.attributes;
  if (!decoded.ok) {
    const errors = withoutSecrets(state, decoded.errors);
    const { text } = decoded;
    return { document: 0, attributes, module: "", operation: "", input: {}, contents: [], errors, text };
  }
  const { module, operation, input, contents, filters, path } = decoded;
  // Of a reading nothing is asked for later, nor of an operation whose parameters are all small.
  const isDone = contents.size === 0 || readings.has(`${module}:${operation}`);
  const document = isDone ? 0 : state.nextId++;
  if (isDone) decoded[Symbol.dispose]();
  else state.documents.set(document, decoded);
  const filter = filters.get("filter") ?? [...filters.values()].find(({ name }) => name.endsWith("subtree-filter"));
  return {
    document,
    attributes,
    module,
    operation,
    input,
    contents: [...contents.keys()],
    filter: filter && {
      type: filter.name.endsWith("subtree-filter")
        ? "subtree"
        : filter.attributes.find(({ name }) => name === "type")?.value,
      select: filter.attributes.find(({ name }) => name === "select")?.value,
      xml: filter.xml,
      namespaces: filter.namespaces,
    },
    actionPath: path.lastIndexOf("/") > 0 ? path : undefined,
  };
}

function contentText({ documents }: EngineState, document: number, parameter: string): Uint8Array {
  const tree = documents.get(document)?.contents.get(parameter)?.tree;
  if (tree === undefined || tree.isEmpty) return Buffer.from("{}");
  // A container alone means all that is in it, where the content is a filter.
  return tree.print("json", { keepEmptyContainers: true });
}

function decodeInput(
  state: EngineState,
  path: string,
  content: Parameters<EngineCalls["decodeInput"]>[1],
): ReturnType<EngineCalls["decodeInput"]> {
  if (content.kind !== "body") throw new Error("only a message body is decoded for its path");
  const { bytes, format } = content;
  const { context, running } = state;
  const decoded = parseInput(context, bytes, { format, operationPath: path, data: running.root });
  if (!decoded.ok) return { errors: decoded.errors.map((error) => placedInInput(error, path)) };
  const document = state.nextId++;
  state.documents.set(document, decoded);
  return { document, input: decoded.input, contents: [...decoded.contents.keys()] };
}

function subtree({ context, running }: EngineState, path: string): Uint8Array | undefined {
  using cursor = openCursor(context, [{ root: running.root }], {
    format: "json",
    root: "target",
    select: [path],
    withDefaults: "report-all",
  });
  return cursor.empty ? undefined : cursor.drain();
}

/** Running as it was before the given changes: taken back, printed, put in again. Nobody sees it in between. */
function documentBefore(state: EngineState, inverse: readonly Uint8Array[]): Uint8Array {
  const { context, running } = state;
  if (inverse.length > 0) drainCursors(state, "running");
  try {
    for (const lines of inverse) running.applyJournal(lines);
    return withView(context, running.root, (view) => (view.isEmpty ? Buffer.from("{}") : view.print("json")));
  } finally {
    if (inverse.length > 0) running.undoTo(0);
  }
}

function moduleText(
  context: YangContext,
  name: string,
  revision: string | undefined,
  format: "yang" | "yin",
): string | undefined {
  const modules = context.modules();
  const fits = (item: { name: string; revision: string | undefined }) =>
    item.name === name && (revision === undefined || item.revision === revision);
  const module = modules.find(fits);
  if (module !== undefined) {
    return context.printModule(name, {
      format,
      ...(module.revision === undefined ? {} : { revision: module.revision }),
    });
  }
  const owner = modules.find(({ submodules }) => submodules.some(fits));
  if (owner === undefined) return undefined;
  return context.printModule(owner.name, {
    format,
    submodule: name,
    ...(owner.revision === undefined ? {} : { revision: owner.revision }),
  });
}
