/** What a northbound protocol sees of the server. Built in main.ts, implemented by the files beside this one. */

import type { ManagementError } from "../errors/management-error.js";
import type { DescribedModule } from "../schema/described-module.js";
import type { SchemaTree } from "../schema/schema-tree.js";
import type { EncodedEvent } from "./events/encoded-event.js";
import type { Answer, DatastoreName, EntityState, Operation } from "./operation.js";

export interface SessionRequest {
  readonly user: string;
  /** As in ietf-netconf-monitoring: "netconf-ssh", "netconf-tls", "restconf"; or "netconf-local". */
  readonly transport: string;
  /** Address of the client, for audit and monitoring. */
  readonly source: string;
  /** Groups that the transport knows the user to be in, such as those of a certificate. Default none. */
  readonly groups?: readonly string[] | undefined;
  /** Called when another session kills this one: end the transport. Not called for a close of its own. */
  readonly onKilled?: (() => void) | undefined;
  /**
   * Takes the notifications of a subscription that the session has established and sends them until they end, the first
   * of them behind the reply. Throws where the protocol does not allow one now. Absent: the session cannot be notified.
   */
  readonly deliver?: ((events: AsyncGenerator<EncodedEvent>) => void) | undefined;
  /** Aborted when the client has gone: nobody waits for an answer any more. Default: it never goes. */
  readonly gone?: AbortSignal | undefined;
}

/** How a session ended, in the words of RFC 6470. */
export interface SessionEnd {
  readonly reason: "closed" | "killed" | "dropped" | "timeout" | "bad-hello";
  /** Number of the session that killed it. */
  readonly killedBy?: number | undefined;
}

export interface Session {
  /** NETCONF session-id; RESTCONF requests run under sessions of their own kind and share the numbers. */
  readonly id: number;
  readonly user: string;
  readonly groups?: readonly string[] | undefined;
  readonly transport: string;
  readonly source: string;
  readonly startedAtMs: number;
  readonly deliver?: SessionRequest["deliver"];
  readonly gone?: AbortSignal | undefined;
  /** The candidate is the session's own (draft-ietf-netconf-privcand). Written once, by the protocol, before the first operation. */
  usesPrivateCandidate?: boolean;
  /** Counters of RFC 6022, written by the protocol that owns the session. */
  readonly counters: { inRpcs: number; inBadRpcs: number; outRpcErrors: number; outNotifications: number };
  /** Releases locks, rolls back an unconfirmed commit without persist, forgets the session. */
  close(end?: SessionEnd): Promise<void>;
}

/** A parameter of an rpc that holds a filter (RFC 6241 6, 8.9): its attributes, its text and the namespaces in scope. */
export interface FilterParameter {
  readonly type: string | undefined;
  readonly select: string | undefined;
  /** The filter element with its content, as XML. */
  readonly xml: string;
  /** Prefix to namespace; "" is the default namespace. */
  readonly namespaces: Readonly<Record<string, string>>;
}

export interface RpcAttribute {
  readonly name: string;
  readonly prefix?: string | undefined;
  readonly namespace?: string | undefined;
  readonly value: string;
}

/** A NETCONF <rpc> that the engine has read. Either `errors` or the operation is there; attributes always as far as they could be read. */
export interface RpcDocument {
  /** Number for Content; release it with `releaseRpc` when the request has been answered. */
  readonly document: number;
  readonly attributes: readonly RpcAttribute[];
  readonly module: string;
  readonly operation: string;
  /** Parameters in RFC 7951 form, anydata left out. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Names of anydata parameters that are there ("config"). */
  readonly contents: readonly string[];
  readonly filter?: FilterParameter | undefined;
  /** For an action: instance path of the action node. */
  readonly actionPath?: string | undefined;
  readonly errors?: readonly ManagementError[] | undefined;
  /** The document that has the errors. */
  readonly text?: Uint8Array | undefined;
}

/** What a client tells about a request beside the request itself. */
export interface RequestNotes {
  /** Why it is made. */
  readonly comment?: string | undefined;
  /** W3C Trace Context: the trace that it is part of. */
  readonly traceParent?: string | undefined;
}

export interface Management {
  readonly schema: SchemaTree;
  /** Opens a session for an authenticated user. */
  openSession(request: SessionRequest): Session;
  /**
   * Reads one <rpc> document. Problems are in `errors`; throws only when the engine is gone. The bytes of a large document are
   * given away: nothing may be done with them afterwards.
   */
  decodeRpc(bytes: Uint8Array): Promise<RpcDocument>;
  releaseRpc(document: number): void;
  /**
   * Permits (NACM), executes and answers one operation. Throws ManagementError or ManagementErrors.
   * Operations of one session are to be handed in one after the other.
   */
  execute(session: Session, operation: Operation, notes?: RequestNotes): Promise<Answer>;
  /** Entity tag and time of the last change of a datastore (RFC 8040 3.4.1, 3.4.1.1). */
  entity(datastore: DatastoreName): EntityState;
  /** Nodes, types and identities of an implemented module, as every user may know them; undefined when there is none. */
  describeModule(name: string): Promise<DescribedModule | undefined>;
  /** Capability URIs for a NETCONF hello (RFC 6241 8, RFC 7950 5.6.4, RFC 8526). */
  capabilities(): readonly string[];
}
