/**
 * An API server for tests, with the semantics that clients of the real one rely on: one resource version for all, lists in pages,
 * watches as lines that begin at a version, bookmarks, 410 for versions that are forgotten, 409 for writes that are out of date.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject } from "../../src/kubernetes/objects.js";
import { bodyOf, json, status, statusObject } from "./api-answers.js";
import { idOf, type Resource, resources, type Target, targetOf } from "./api-resources.js";
import { asSent, merged, type Stored, withVersion } from "./stored-object.js";

export const TOKEN = "token-of-the-controller";

/** When objects have been made. */
const SOME_DAY = "2026-01-01T00:00:00Z";

interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: unknown;
}

interface Watcher {
  readonly resource: Resource;
  readonly wantsBookmarks: boolean;
  readonly response: ServerResponse;
}

interface Past {
  readonly version: number;
  readonly kind: string;
  readonly event: WatchEvent;
}

export class ApiServer {
  readonly #objects = new Map<string, Stored>();
  readonly #watchers = new Set<Watcher>();
  readonly #sockets = new Set<Socket>();
  #past: Past[] = [];
  /** Lists of which pages are still to be read, by what the next page is asked for with. */
  readonly #lists = new Map<string, readonly Stored[]>();
  /** Versions up to this one are forgotten. */
  #forgotten = 0;
  #version = 100;
  #server: Server | undefined;
  #port = 0;
  /** Whether there are definitions of the kinds that have to be installed. */
  hasDefinitions = false;
  /** Every request, as "GET /path?query". */
  readonly requests: string[] = [];
  /** Asked about each request first: whether it is taken and never answered, as by a process that is stopped. */
  silent: (request: string) => boolean = () => false;
  /** Watchers hear nothing, though their connections stay. */
  isMute = false;
  /** Asked about each request then: a status that is answered instead. */
  refuse: (request: string) => number | undefined = () => undefined;
  /** Asked about each request then: what is answered with 200 instead of the truth. */
  instead: (request: string) => object | undefined = () => undefined;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** What a kubeconfig says to reach this server. */
  get kubeconfig(): string {
    return JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "test",
      clusters: [{ name: "test", cluster: { server: this.url, "insecure-skip-tls-verify": true } }],
      users: [{ name: "test", user: { token: TOKEN } }],
      contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
    });
  }

  /** Opens the port; that of before when it was open already. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    this.disconnect();
    await new Promise((resolve) => this.#server?.close(resolve) ?? resolve(undefined));
    this.#server = undefined;
  }

  /** Cuts all connections. */
  disconnect(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#watchers.clear();
  }

  /** Ends all watches in an orderly way, as at their timeout. */
  endWatches(): void {
    for (const { response } of this.#watchers) response.end();
    this.#watchers.clear();
  }

  get watches(): number {
    return this.#watchers.size;
  }

  /** Creates or replaces. */
  put(object: KubernetesObject): void {
    const resource = resources.find(({ kind }) => kind === object.kind)!;
    this.#store(resource, { ...object, apiVersion: resource.apiVersion });
  }

  remove(kind: string, namespace: string, name: string): void {
    this.#remove(resources.find((resource) => resource.kind === kind)!, namespace, name);
  }

  objects(kind: string): readonly Stored[] {
    return [...this.#objects.values()].filter((object) => object.kind === kind);
  }

  /** Forgets what was before now: watches that begin there are answered with 410. */
  forgetPast(): void {
    this.#past = [];
    this.#forgotten = this.#version;
  }

  /** Something changes that no watched kind has: versions go on. */
  advance(): void {
    this.#version++;
  }

  sendBookmarks(): void {
    for (const { resource, wantsBookmarks, response } of this.#watchers) {
      if (!wantsBookmarks) continue;
      const { kind, apiVersion } = resource;
      write(response, {
        type: "BOOKMARK",
        object: { kind, apiVersion, metadata: { resourceVersion: `${this.#version}` } },
      });
    }
  }

  /** Sends a line that a sane server would not, to the watchers of a kind. */
  lie(kind: string, line: object | string): void {
    const text = typeof line === "string" ? line : JSON.stringify(line);
    for (const { resource, response } of this.#watchers) if (resource.kind === kind) response.write(`${text}\n`);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const what = `${request.method} ${request.url}`;
    this.requests.push(what);
    if (this.silent(what)) return;
    const url = new URL(request.url!, this.url);
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      status(response, 401, "Unauthorized");
      return;
    }
    const refused = this.refuse(what);
    if (refused !== undefined) {
      status(response, refused, "InternalError");
      return;
    }
    const lie = this.instead(what);
    if (lie !== undefined) {
      json(response, 200, lie);
      return;
    }
    const target = targetOf(url.pathname);
    if (target === undefined || (target.resource.isInstalled && !this.hasDefinitions)) {
      status(response, 404, "NotFound");
      return;
    }
    if (request.method === "GET" && url.searchParams.get("watch") === "true") return this.#watch(target, url, response);
    if (request.method === "GET") return this.#get(target, url, response);
    if (request.method === "DELETE") return this.#delete(target, response);
    const body = await bodyOf(request);
    if (request.method === "POST") return this.#create(target, body as Stored, response);
    if (request.method === "PUT") return this.#replace(target, body as Stored, response);
    if (request.method !== "PATCH") status(response, 405, "MethodNotAllowed");
    else if (request.headers["content-type"] === "application/merge-patch+json") this.#merge(target, body, response);
    else status(response, 415, "UnsupportedMediaType");
  }

  #get({ resource, namespace, name }: Target, url: URL, response: ServerResponse): void {
    if (name !== undefined) {
      const found = this.#objects.get(idOf(resource, namespace, name));
      if (found === undefined) status(response, 404, "NotFound");
      else json(response, 200, found);
      return;
    }
    // A page goes on in the list as it was when that began.
    const from = url.searchParams.get("continue");
    const [version, first] = (from ?? `${this.#version} 0`).split(" ").map(Number) as [number, number];
    const isThere = ({ metadata }: Stored) => !namespace || metadata.namespace === namespace;
    const all = from === null ? this.objects(resource.kind).filter(isThere) : this.#lists.get(from);
    if (all === undefined || (from !== null && version <= this.#forgotten)) {
      status(response, 410, "Expired");
      return;
    }
    const next = first + Number(url.searchParams.get("limit") ?? Number.POSITIVE_INFINITY);
    const rest = next < all.length ? `${version} ${next}` : undefined;
    if (rest !== undefined) this.#lists.set(rest, all);
    json(response, 200, {
      kind: `${resource.kind}List`,
      apiVersion: resource.apiVersion,
      metadata: { resourceVersion: `${version}`, ...(rest !== undefined && { continue: rest }) },
      // Items of a list do not say what they are.
      items: all.slice(first, next).map(({ kind: _kind, apiVersion: _apiVersion, ...item }) => item),
    });
  }

  #watch({ resource }: Target, url: URL, response: ServerResponse): void {
    const from = url.searchParams.get("resourceVersion") ?? "0";
    response.writeHead(200, { "content-type": "application/json", "transfer-encoding": "chunked" });
    response.flushHeaders();
    // Without a version all that is there comes first.
    if (from === "0") for (const object of this.objects(resource.kind)) write(response, { type: "ADDED", object });
    const version = from === "0" ? this.#version : Number(from);
    if (version < this.#forgotten) {
      write(response, { type: "ERROR", object: statusObject(410, "Expired") });
      response.end();
      return;
    }
    for (const past of this.#past)
      if (past.version > version && past.kind === resource.kind) write(response, past.event);
    const watcher = { resource, response, wantsBookmarks: url.searchParams.get("allowWatchBookmarks") === "true" };
    this.#watchers.add(watcher);
    const seconds = Number(url.searchParams.get("timeoutSeconds") ?? 1800);
    const timer = setTimeout(() => response.end(), seconds * 1000).unref();
    response.on("close", () => {
      clearTimeout(timer);
      this.#watchers.delete(watcher);
    });
  }

  #create({ resource, namespace }: Target, object: Stored, response: ServerResponse): void {
    const { name, generateName } = object.metadata as { name?: string; generateName?: string };
    const metadata = {
      ...object.metadata,
      namespace: namespace ?? "",
      name: name ?? `${generateName}${this.#version}`,
    };
    if (this.#objects.has(idOf(resource, namespace, metadata.name))) {
      status(response, 409, "AlreadyExists");
      return;
    }
    // Whoever makes an object says nothing of its status.
    const { status: _status, ...others } = object;
    json(response, 201, this.#store(resource, { ...others, metadata }));
  }

  #replace({ resource, namespace, name, isStatus }: Target, object: Stored, response: ServerResponse): void {
    const before = this.#objects.get(idOf(resource, namespace, name!));
    if (before === undefined) {
      status(response, 404, "NotFound");
      return;
    }
    const version = object.metadata.resourceVersion;
    if (version === undefined && resource.kind === "Lease") {
      status(response, 422, "Invalid");
      return;
    }
    if (version !== undefined && version !== before.metadata.resourceVersion) {
      status(response, 409, "Conflict");
      return;
    }
    const after = isStatus ? { ...before, status: object.status } : { ...object, status: before.status };
    json(response, 200, this.#store(resource, after));
  }

  /** Members of a patch that are null go (RFC 7396). A version in it has to be the present one. */
  #merge(target: Target, patch: unknown, response: ServerResponse): void {
    const before = this.#objects.get(idOf(target.resource, target.namespace, target.name!));
    if (before === undefined) {
      status(response, 404, "NotFound");
      return;
    }
    this.#replace(target, merged(before, patch) as Stored, response);
  }

  #delete({ resource, namespace, name }: Target, response: ServerResponse): void {
    const before = this.#objects.get(idOf(resource, namespace, name!));
    if (before === undefined) {
      status(response, 404, "NotFound");
      return;
    }
    this.#remove(resource, namespace ?? "", name!);
    json(response, 200, before);
  }

  /** What is the same already stays as it is: it gets no version, and nobody hears of it. */
  #store(resource: Resource, object: KubernetesObject): Stored {
    const id = idOf(resource, object.metadata?.namespace, object.metadata!.name!);
    const before = this.#objects.get(id);
    const { kind, apiVersion } = resource;
    const version = this.#version + 1;
    const { uid = `uid-${version}`, creationTimestamp = object.metadata?.creationTimestamp ?? SOME_DAY } =
      before?.metadata ?? {};
    const same = asSent({ ...object, kind, apiVersion, metadata: { ...object.metadata, uid, creationTimestamp } });
    if (before !== undefined && isDeepStrictEqual(withVersion(same, before.metadata.resourceVersion), before))
      return before;
    const stored = withVersion(same, `${version}`);
    this.#version = version;
    this.#objects.set(id, stored);
    this.#tell(version, resource, { type: before === undefined ? "ADDED" : "MODIFIED", object: stored });
    return stored;
  }

  #remove(resource: Resource, namespace: string, name: string): void {
    const id = idOf(resource, namespace, name);
    const before = this.#objects.get(id);
    if (before === undefined) return;
    this.#objects.delete(id);
    const version = ++this.#version;
    const last = { ...before, metadata: { ...before.metadata, resourceVersion: `${version}` } };
    this.#tell(version, resource, { type: "DELETED", object: last });
  }

  #tell(version: number, resource: Resource, event: WatchEvent): void {
    this.#past.push({ version, kind: resource.kind, event });
    if (this.isMute) return;
    for (const watcher of this.#watchers) if (watcher.resource.kind === resource.kind) write(watcher.response, event);
  }
}

function write(response: ServerResponse, event: WatchEvent): void {
  response.write(`${JSON.stringify(event)}\n`);
}
