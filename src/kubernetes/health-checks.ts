/**
 * The ports on which load balancers ask whether a node has endpoints of a service (healthCheckNodePort): 200 when it has, 503
 * when not. The answer has the members that kube-proxy's has.
 */

import { createServer, type Server, type ServerResponse } from "node:http";
import type { EntryChange, EntryId, ObjectReference } from "./entry.js";
import type { Trouble } from "./trouble.js";

interface Endpoint {
  readonly node?: string;
  readonly ready?: boolean;
}

/** A service that is asked about, as its entry says. */
interface Checked {
  readonly of: ObjectReference;
  readonly port: number;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly localEndpoints: number;
}

interface Listening {
  checked: Checked;
  readonly server: Server;
  failure: string | undefined;
}

export class HealthChecks {
  readonly #listening = new Map<EntryId, Listening>();

  /** @param nodeName endpoints with this node are local */
  constructor(readonly nodeName: string) {}

  /** Opens, closes and answers as the entries of services want it. */
  take(changes: readonly EntryChange[]): void {
    for (const { id, entry } of changes) {
      const checked = entry?.list === "service" ? this.#checkedOf(entry.of, entry.value) : undefined;
      const before = this.#listening.get(id);
      if (before !== undefined && before.checked.port === checked?.port) before.checked = checked;
      else {
        before?.server.close();
        this.#listening.delete(id);
        if (checked !== undefined) this.#listening.set(id, listening(checked));
      }
    }
  }

  /** Ports that could not be opened. */
  troubles(): readonly Trouble[] {
    return [...this.#listening.values()].flatMap(({ checked, failure }): readonly Trouble[] =>
      failure === undefined ? [] : [{ of: checked.of, reason: "Refused", message: failure }],
    );
  }

  close(): void {
    for (const { server } of this.#listening.values()) server.close();
    this.#listening.clear();
  }

  #checkedOf(of: ObjectReference, value: Readonly<Record<string, unknown>>): Checked | undefined {
    const port = value["health-check-port"] as number | undefined;
    if (port === undefined) return undefined;
    const ports = (value.port ?? []) as readonly { readonly endpoint?: readonly (Endpoint & { address: string })[] }[];
    const local = ports
      .flatMap(({ endpoint = [] }) => endpoint)
      .filter(({ node, ready = true }) => ready && node === this.nodeName);
    const [namespace, name] = of.key.split("/");
    return { of, port, namespace, name, localEndpoints: new Set(local.map(({ address }) => address)).size };
  }
}

function listening(checked: Checked): Listening {
  const server = createServer((request, response) => {
    request.resume();
    answer(listens.checked, response);
  });
  const listens: Listening = { checked, server, failure: undefined };
  server.on("error", (error) => {
    listens.failure = `the health check's port ${checked.port} cannot be opened: ${error.message}`;
  });
  server.on("listening", () => {
    listens.failure = undefined;
  });
  server.listen(checked.port).unref();
  return listens;
}

function answer({ namespace, name, localEndpoints }: Checked, response: ServerResponse): void {
  const body = JSON.stringify({ service: { namespace, name }, localEndpoints, serviceProxyHealthy: true });
  response.writeHead(localEndpoints > 0 ? 200 : 503, {
    "content-type": "application/json",
    "x-load-balancing-endpoint-weight": `${localEndpoints}`,
    connection: "close",
  });
  response.end(body);
}
