/** The OpenAPI 3.1 document of some modules, or of all, as text in chunks. */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { SchemaTree } from "../../../schema/schema-tree.js";
import type { Fragments } from "./fragments.js";
import { fragmentKeys } from "./fragments.js";
import type { Fragment } from "./module-fragment.js";
import {
  bodyOf,
  errorResponses,
  parameterRef,
  responseRef,
  securitySchemes,
  sharedParameters,
  sharedResponses,
  sharedSchemas,
} from "./shared.js";

const CHUNK_CHARACTERS = 64 * 1024;

export interface DocumentOptions {
  /** Undefined: all. */
  readonly modules: readonly string[] | undefined;
  /** Whether users can log in with a password. */
  readonly hasPasswords: boolean;
}

export async function* documentChunks(fragments: Fragments, options: DocumentOptions): AsyncGenerator<Uint8Array> {
  let text = "";
  for await (const piece of documentPieces(fragments, options)) {
    text += piece;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = "";
    await nextTurn();
  }
  yield Buffer.from(text);
}

async function* documentPieces(fragments: Fragments, options: DocumentOptions): AsyncGenerator<string> {
  const { schema } = fragments.management;
  // Those that the paths come from are those that the components come from, should the schema change meanwhile.
  const taken: Fragment[] = [];
  yield `${JSON.stringify(head(schema, options)).slice(0, -1)},"paths":`;
  const seen = new Set(Object.keys(sharedPaths));
  yield JSON.stringify(sharedPaths).slice(0, -1);
  for (const key of fragmentKeys(schema, options.modules)) {
    const fragment = await fragments.get(key);
    if (fragment === undefined) continue;
    taken.push(fragment);
    yield* membersOf(fragment.paths, seen);
  }
  yield `},"components":{"securitySchemes":${JSON.stringify(securitySchemes(options.hasPasswords))}`;
  yield `,"responses":${JSON.stringify(sharedResponses)},"parameters":`;
  yield* section(
    sharedParameters,
    taken.map(({ parameters }) => parameters),
  );
  yield ',"schemas":';
  yield* section(
    sharedSchemas,
    taken.map(({ schemas }) => schemas),
  );
  yield "}}";
}

function* section(
  first: Readonly<Record<string, object>>,
  further: readonly ReadonlyMap<string, string>[],
): Generator<string> {
  const seen = new Set(Object.keys(first));
  yield JSON.stringify(first).slice(0, -1);
  for (const members of further) yield* membersOf(members, seen);
  yield "}";
}

/** What two fragments have in common is told once. */
function* membersOf(members: ReadonlyMap<string, string>, seen: Set<string>): Generator<string> {
  for (const [name, text] of members) {
    if (seen.has(name)) continue;
    seen.add(name);
    yield `,${JSON.stringify(name)}:${text}`;
  }
}

function head(schema: SchemaTree, { modules, hasPasswords }: DocumentOptions): object {
  const about = modules === undefined ? "all modules" : modules.join(", ");
  return {
    openapi: "3.1.0",
    info: {
      title: `RESTCONF of Sweetcomb: ${about}`,
      version: schema.contentId,
      description:
        "Generated from the YANG modules of this server (RFC 8040). The version is the content-id of its YANG library. " +
        "Key values in a path are percent-encoded. Schemas are those of JSON (RFC 7951); every resource is there in XML, too.",
    },
    servers: [{ url: "/", description: "This server" }],
    security: Object.keys(securitySchemes(hasPasswords)).map((name) => ({ [name]: [] })),
  };
}

const anything = { type: "object" };
const reading = (description: string, parameters: readonly string[] = []) => ({
  ...(parameters.length > 0 ? { parameters: parameters.map(parameterRef) } : {}),
  responses: { "200": { description, content: bodyOf(anything) }, ...errorResponses },
});
const datastore = {
  get: reading("The datastore.", ["content", "depth", "fields", "with-defaults", "If-None-Match"]),
  post: {
    parameters: ["insert", "point", "If-Match"].map(parameterRef),
    requestBody: { required: true, content: bodyOf(anything) },
    responses: { "201": responseRef("created"), ...errorResponses },
  },
  patch: {
    parameters: [parameterRef("If-Match")],
    requestBody: { required: true, content: bodyOf(anything) },
    responses: { "204": responseRef("done"), ...errorResponses },
  },
};

/** Resources that belong to no module (RFC 8040 3.3, RFC 8527 3.1). */
const sharedPaths: Readonly<Record<string, object>> = {
  "/restconf": { summary: "The API resource", get: reading("What there is.") },
  "/restconf/yang-library-version": { summary: "Revision of the YANG library", get: reading("The revision.") },
  "/restconf/data": { summary: "Configuration and state", ...datastore },
  "/restconf/ds/{datastore}": { summary: "One datastore", parameters: [parameterRef("datastore")], ...datastore },
  "/restconf/operations": { summary: "The operations of all modules", get: reading("Their names.") },
};
