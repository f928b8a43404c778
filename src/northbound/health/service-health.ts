/** HTTP servers on the node's ports where load balancers ask whether a service has endpoints here, as kube-proxy answers them. */

import { createServer, type Server, type ServerResponse } from "node:http";

export interface HealthCheck {
  readonly port: number;
  readonly namespace: string;
  readonly name: string;
  readonly localEndpoints: number;
}

export interface ServiceHealthOptions {
  /** Address to listen on. */
  readonly host: string;
  readonly log: { error(details: object, message: string): void };
}

/** Ports are open as long as a service wants one. Of several services with one port the first by name is answered for. */
export class ServiceHealth {
  readonly #options: ServiceHealthOptions;
  readonly #checks = new Map<string, HealthCheck>();
  readonly #servers = new Map<number, Server>();

  constructor(options: ServiceHealthOptions) {
    this.#options = options;
  }

  /** What is answered for a service from now on; undefined when nothing is. */
  set(service: string, check: HealthCheck | undefined): void {
    const before = this.#checks.get(service);
    if (check === undefined) this.#checks.delete(service);
    else this.#checks.set(service, check);
    for (const port of new Set([before?.port, check?.port])) if (port !== undefined) this.#openOrClose(port);
  }

  async close(): Promise<void> {
    this.#checks.clear();
    await Promise.all([...this.#servers.keys()].map((port) => this.#close(port)));
  }

  #openOrClose(port: number): void {
    if (this.#checkAt(port) === undefined) void this.#close(port);
    else if (!this.#servers.has(port)) this.#open(port);
  }

  #open(port: number): void {
    const server = createServer((_request, response) => answer(response, this.#checkAt(port)));
    this.#servers.set(port, server);
    server.on("error", (error) => {
      this.#servers.delete(port);
      this.#options.log.error({ err: error, port }, "no load balancer can be told of the health of a service");
    });
    server.listen({ host: this.#options.host, port });
  }

  async #close(port: number): Promise<void> {
    const server = this.#servers.get(port);
    if (server === undefined) return;
    this.#servers.delete(port);
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  #checkAt(port: number): HealthCheck | undefined {
    const [first] = [...this.#checks]
      .filter(([, check]) => check.port === port)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    return first?.[1];
  }
}

/** 200 where there are endpoints, else 503, with the JSON of kube-proxy. */
function answer(response: ServerResponse, check: HealthCheck | undefined): void {
  if (check === undefined) {
    response.writeHead(503).end();
    return;
  }
  const { namespace, name, localEndpoints } = check;
  response.writeHead(localEndpoints > 0 ? 200 : 503, {
    "Content-Type": "application/json",
    "X-Content-Type-Options": "nosniff",
    "X-Load-Balancing-Endpoint-Weight": String(localEndpoints),
  });
  response.end(JSON.stringify({ service: { namespace, name }, localEndpoints }));
}
