/** A Management without an engine: keeps what it was asked, answers what the test says. */

import { ManagementError } from "../../../src/errors/management-error.js";
import type { Management, RpcDocument, Session, SessionRequest } from "../../../src/operations/management.js";
import type { Answer, EntityState, Operation } from "../../../src/operations/operation.js";
import type { SchemaTree } from "../../../src/schema/schema-tree.js";
import { exampleSchema } from "./example-schema.js";
import { rpcOfXml } from "./rpc-of-xml.js";

export type Answering = (operation: Operation, session: Session) => Answer | Promise<Answer>;

export class FakeManagement implements Management {
  readonly schema: SchemaTree = exampleSchema();
  readonly operations: Operation[] = [];
  readonly opened: (SessionRequest & { readonly session: Session; closed: boolean })[] = [];
  /** Documents that were read and not released. */
  readonly documents = new Set<number>();
  answer: Answering = () => ({ kind: "ok" });
  #nextDocument = 1;

  openSession(request: SessionRequest): Session {
    const session: Session = {
      id: this.opened.length + 1,
      user: request.user,
      transport: request.transport,
      source: request.source,
      startedAtMs: 0,
      counters: { inRpcs: 0, inBadRpcs: 0, outRpcErrors: 0, outNotifications: 0 },
      close: async () => {
        entry.closed = true;
      },
    };
    const entry = { ...request, session, closed: false };
    this.opened.push(entry);
    return session;
  }

  async decodeRpc(bytes: Uint8Array): Promise<RpcDocument> {
    const document = this.#nextDocument++;
    this.documents.add(document);
    return rpcOfXml(document, Buffer.from(bytes).toString("utf8"));
  }

  releaseRpc(document: number): void {
    this.documents.delete(document);
  }

  async execute(session: Session, operation: Operation): Promise<Answer> {
    this.operations.push(operation);
    if (operation.kind === "kill-session") return this.#kill(operation.sessionId);
    return this.answer(operation, session);
  }

  entity(): EntityState {
    return { etag: "1", lastModifiedMs: 0 };
  }

  async describeModule(): Promise<undefined> {
    return undefined;
  }

  capabilities(): readonly string[] {
    const names = ["candidate:1.0", "rollback-on-error:1.0", "validate:1.1", "confirmed-commit:1.1", "startup:1.0"];
    return [
      ...names.map((name) => `urn:ietf:params:netconf:capability:${name}`),
      "urn:example:odd?module=odd&revision=2024-01-01",
    ];
  }

  /** Sessions that were opened and are not closed yet. */
  openSessions(): number {
    return this.opened.filter(({ closed }) => !closed).length;
  }

  #kill(sessionId: number): Answer {
    const victim = this.opened.find(({ session, closed }) => session.id === sessionId && !closed);
    if (victim === undefined) throw new ManagementError("invalid-value", { message: `no session ${sessionId}` });
    victim.onKilled?.();
    return { kind: "ok" };
  }
}

/** An answer of data, in these chunks. */
export function dataAnswer(...chunks: readonly string[]): Answer {
  return { kind: "data", chunks: stream(chunks), empty: chunks.length === 0 };
}

async function* stream(chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}
