/** The calls into the worker that knows the API of the connected VPP. Bytes in, bytes out; the main thread speaks with VPP. */

import type { Head } from "vpp-binapi-ts";
import type { EngineError } from "../../datastore/engine/protocol.js";
import type { DescribedPiece } from "../../schema/described-module.js";
import type { SchemaModule } from "../../schema/schema-tree.js";
import type { ThingsNamed } from "../fences/things-named.js";

export interface DescribeOptions {
  /** What `get_api_json` answered; undefined where VPP has no such message. */
  readonly json: string | undefined;
  /** Messages of VPP's table, as `name_crc`. */
  readonly loaded: readonly string[];
  readonly wasmPath: string;
  readonly memoryLimitMb: number;
  /** Folders with the modules that the generated ones import. */
  readonly searchDirs: readonly string[];
}

/** What one VPP offers. */
export interface Catalogue {
  readonly modules: readonly CatalogueModule[];
  readonly events: readonly CatalogueEvent[];
  /** Changes when a message does. */
  readonly contentId: string;
}

/** What VPP sends unasked once it was asked for by a want_ request. */
export interface CatalogueEvent {
  /** "/module:notification". */
  readonly path: string;
  readonly message: MessageName;
}

export interface CatalogueModule extends SchemaModule {
  readonly rpcs: readonly string[];
  readonly notifications: readonly string[];
}

/** A message as the client needs it to send and receive bytes. */
export interface MessageName {
  readonly name: string;
  readonly crc: string;
  readonly head: Head;
}

export type EncodedAnswer =
  | { readonly kind: "none" }
  | { readonly kind: "reply"; readonly reply: MessageName }
  | { readonly kind: "dump"; readonly details: MessageName }
  /**
   * `cursorAt`: place of the u32 `cursor` in the request's bytes; undefined for a stream that is asked once.
   * `firstCursor`: what asks for the beginning.
   */
  | {
      readonly kind: "cursor";
      readonly details: MessageName;
      readonly reply: MessageName;
      readonly cursorAt: number | undefined;
      readonly firstCursor: number;
    };

/** One request, ready to be sent. */
export interface EncodedRequest {
  readonly request: MessageName;
  /** The fields, without what stands before them. */
  readonly bytes: Uint8Array;
  readonly answer: EncodedAnswer;
  /** The codec's values, for those messages that are looked at before VPP hears of them. */
  readonly fields: Readonly<Record<string, unknown>> | undefined;
  readonly things: ThingsNamed;
  readonly errors?: undefined;
}

export interface Refused {
  readonly errors: readonly EngineError[];
}

/** Input as a message body, or as libyang has read it with the <rpc> around it. */
export type RequestInput =
  | { readonly kind: "body"; readonly format: "xml" | "json"; readonly bytes: Uint8Array }
  | { readonly kind: "rpc"; readonly input: Readonly<Record<string, unknown>> };

export interface DecodedRpcData {
  readonly attributes: readonly { name: string; prefix?: string; namespace?: string; value: string }[];
  readonly module: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly errors?: readonly EngineError[] | undefined;
}

/** Entries of a list in the output, and what stands around them in the document. */
export interface DetailsPart {
  readonly details: readonly Uint8Array[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The reply that ended a stream; its fields follow the last entry. */
  readonly reply?: Uint8Array | undefined;
}

export interface EncodedReply {
  /** VPP's return code; the output is empty when it is not 0. */
  readonly returnCode: number;
  readonly output: Uint8Array;
}

export interface VppApiCalls {
  describe(options: DescribeOptions): Catalogue;
  /** Reads a NETCONF <rpc> whose operation is in this module. */
  decodeRpc(module: string, bytes: Uint8Array): DecodedRpcData;
  /** @param path "/module:rpc" of the catalogue */
  encodeRequest(path: string, input: RequestInput | undefined): EncodedRequest | Refused;
  encodeReply(path: string, bytes: Uint8Array, format: "xml" | "json"): EncodedReply;
  encodeDetails(path: string, part: DetailsPart, format: "xml" | "json"): Uint8Array;
  /** @returns undefined when the filter selects nothing of it */
  encodeEvent(
    path: string,
    bytes: Uint8Array,
    format: "xml" | "json",
    select: readonly string[] | undefined,
  ): Uint8Array | undefined;
  moduleText(name: string, revision: string | undefined, format: "yang" | "yin"): string | undefined;
  /** @param name a module of the catalogue */
  describePiece(name: string, from: number): DescribedPiece | undefined;
  statistics(): { readonly memoryBytes: number; readonly liveHandles: number; readonly loadedModules: number };
}
