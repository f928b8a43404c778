/** `Management` in memory: it records what it is asked and answers from plain objects, in chunks of a few bytes. */

import { setImmediate as nextTurn } from "node:timers/promises";
import { ManagementError } from "../../../../src/errors/management-error.js";
import type { Management, Session, SessionRequest } from "../../../../src/operations/management.js";
import type { Answer, Content, EntityState, Format, Operation } from "../../../../src/operations/operation.js";
import { find, type Members, memberName, parseBody, resourceDocument, toXml, valueAt } from "./data-tree.js";
import { schema } from "./schema.js";

type Read = Extract<Operation, { kind: "read-resource" }>;
type Write = Extract<Operation, { kind: "write-resource" }>;
type Body = Extract<Content, { kind: "body" }>;

const modificationMs = Date.parse("2026-03-01T12:00:00.500Z");

export class FakeManagement implements Management {
  readonly schema = schema;
  readonly operations: Operation[] = [];
  readonly sessions: { request: SessionRequest; closed: boolean }[] = [];
  /** Iterations over answers that have begun and not ended. */
  openAnswers = 0;
  revision = 1;
  /** Instead of the ordinary answer, when set. */
  answer: ((operation: Operation) => Promise<Answer> | Answer) | undefined;

  constructor(public data: Members) {}

  openSession(request: SessionRequest): Session {
    const record = { request, closed: false };
    const id = this.sessions.push(record);
    return {
      id,
      user: request.user,
      transport: request.transport,
      source: request.source,
      startedAtMs: 0,
      counters: { inRpcs: 0, inBadRpcs: 0, outRpcErrors: 0, outNotifications: 0 },
      close: async () => {
        record.closed = true;
      },
    };
  }

  async execute(_session: Session, operation: Operation): Promise<Answer> {
    this.operations.push(operation);
    await nextTurn();
    if (this.answer !== undefined) return this.answer(operation);
    if (operation.kind === "read-resource") return this.#read(operation);
    if (operation.kind === "write-resource") return this.#write(operation);
    if (operation.kind === "get-schema") return schemaText(operation.identifier);
    if (operation.kind === "invoke") return { kind: "ok" };
    throw new ManagementError("operation-not-supported", { message: operation.kind });
  }

  entity(): EntityState {
    return { etag: `r${this.revision}`, lastModifiedMs: modificationMs };
  }

  /** A data answer that counts in `openAnswers`. */
  dataAnswer(text: string, empty = false): Answer {
    return { kind: "data", chunks: this.#chunks(Buffer.from(text)), empty, entity: this.entity() };
  }

  async *#chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    this.openAnswers++;
    try {
      for (let at = 0; at < bytes.length; at += 7) {
        await nextTurn();
        yield bytes.subarray(at, at + 7);
      }
    } finally {
      this.openAnswers--;
    }
  }

  #read({ path, format }: Read): Answer {
    if (path === "") return this.dataAnswer(print(this.data, format), Object.keys(this.data).length === 0);
    const place = find(this.data, path);
    if (place === undefined) return this.dataAnswer(format === "json" ? "{}" : "", true);
    if (format === "json") return this.dataAnswer(JSON.stringify(resourceDocument(place)));
    const value = valueAt(place);
    return this.dataAnswer(toXml({ [memberName(place.node)]: value }, place.node.parent));
  }

  async #write({ path, method, content, preconditions }: Write): Promise<Answer> {
    const entity = this.entity();
    const { ifMatch } = preconditions ?? {};
    if (typeof ifMatch === "object" && !ifMatch.includes(`"${entity.etag}"`)) return { kind: "precondition-failed" };
    const created = method === "delete" ? this.#delete(path) : await this.#apply(path, method, content as Body);
    this.revision++;
    return { kind: "written", created, entity: this.entity() };
  }

  #delete(path: string): undefined {
    const place = find(this.data, path);
    if (place === undefined) throw new ManagementError("data-missing", { path, message: `${path} is not there` });
    if (place.index === undefined) delete place.members[place.name];
    else (place.members[place.name] as unknown[]).splice(place.index, 1);
  }

  #membersAt(path: string): Members {
    const place = find(this.data, path);
    if (place === undefined) throw new ManagementError("data-missing", { path, message: `${path} is not there` });
    return valueAt(place) as Members;
  }

  async #apply(path: string, method: Write["method"], body: Body): Promise<string | undefined> {
    const members = await parseBody(body.bytes, body.format, body.parent);
    if (path === "" && method !== "create") {
      this.data = method === "replace" ? members : { ...this.data, ...members };
      return undefined;
    }
    const existing = method === "create" ? undefined : find(this.data, path);
    const parent = body.parent === "" ? this.data : this.#membersAt(body.parent);
    const [name = "", value] = Object.entries(members)[0] ?? [];
    const created = method === "create" ? childPath(body.parent, name, value) : path;
    if (method === "create" && find(this.data, created) !== undefined) {
      throw new ManagementError("data-exists", { path: created, message: `${created} is there already` });
    }
    if (existing?.index !== undefined)
      (existing.members[existing.name] as unknown[])[existing.index] = (value as unknown[])[0];
    else if (Array.isArray(value)) parent[name] = [...((parent[name] as unknown[]) ?? []), ...value];
    else parent[name] = value;
    return existing === undefined ? created : undefined;
  }

  decodeRpc(): never {
    throw new Error("not for RESTCONF");
  }

  releaseRpc(): void {}

  async describeModule(): Promise<undefined> {
    return undefined;
  }

  capabilities(): readonly string[] {
    return [];
  }
}

function print(members: Members, format: Format): string {
  return format === "json" ? JSON.stringify(members) : toXml(members, undefined);
}

function childPath(parent: string, name: string, value: unknown): string {
  const node = schema.byPath(`${parent.replace(/\[[^\]]*\]/g, "")}/${name}`)!;
  if (!Array.isArray(value)) return `${parent}/${name}`;
  const predicates = node.keys.map((key) => `[${key}='${(value[0] as Members)[key]}']`);
  return `${parent}/${name}${predicates.join("")}`;
}

function schemaText(identifier: string): Answer {
  if (schema.module(identifier) !== undefined) return { kind: "text", text: `module ${identifier} {}` };
  throw new ManagementError("invalid-value", { message: "no such schema" });
}
