/** HTTP servers on the node's ports where load balancers ask whether a service has endpoints here, as kube-proxy answers them. */

import { createServer, type Server, type ServerResponse } from "node:http";

export interface HealthCheck {
  readonly port: number;
  readonly namespace: string;
  readonly name: string;
  readonly localEndpoints: number;
}

/** How long after a port could not be opened it is tried again, by default. */
const RETRY_MS = 10_000;

interface Listening {
  server: Server;
  /** Why the port is not open. */
  failure: string | undefined;
  retry: NodeJS.Timeout | undefined;
}

/**
 * Ports are open on all addresses as long as a service wants one: load balancers are outside. Of several services with one port
 * the first by name is answered for.
 */
export class ServiceHealth {
  readonly #checks = new Map<string, HealthCheck>();
  readonly #ports = new Map<number, Listening>();
  /** Called with services for which `failureOf` may be another one than before. */
  readonly onChange: ((services: ReadonlySet<string>) => void)[] = [];

  /** @param retryMs how long after a port could not be opened it is tried again */
  constructor(readonly retryMs = RETRY_MS) {}

  /** What is answered for a service from now on; undefined when nothing is. */
  set(service: string, check: HealthCheck | undefined): void {
    const before = this.#checks.get(service);
    if (check === undefined) this.#checks.delete(service);
    else this.#checks.set(service, check);
    if (before?.port === check?.port) return;
    for (const port of [before?.port, check?.port]) {
      if (port === undefined) continue;
      this.#openOrClose(port);
      this.#tell(port);
    }
  }

  /** Why nobody is answered for this service, which wants to be asked about; undefined when somebody is. */
  failureOf(service: string): string | undefined {
    const port = this.#checks.get(service)?.port;
    if (port === undefined) return undefined;
    const [first] = this.#servicesAt(port);
    if (first !== service) {
      const { namespace, name } = this.#checks.get(first!)!;
      return `Port ${port} tells of the health of service ${namespace}/${name}.`;
    }
    const { failure } = this.#ports.get(port) ?? {};
    return failure && `Port ${port} cannot be opened: ${failure}.`;
  }

  async close(): Promise<void> {
    this.#checks.clear();
    await Promise.all([...this.#ports.keys()].map((port) => this.#close(port)));
  }

  #openOrClose(port: number): void {
    if (this.#servicesAt(port).length === 0) void this.#close(port);
    else if (!this.#ports.has(port)) this.#open(port);
  }

  #open(port: number): void {
    const server = createServer((request, response) => {
      request.resume();
      const [first] = this.#servicesAt(port);
      answer(response, first === undefined ? undefined : this.#checks.get(first));
    });
    const listening: Listening = { server, failure: undefined, retry: undefined };
    this.#ports.set(port, listening);
    const becomes = (failure: string | undefined) => {
      if (listening.failure === failure) return;
      listening.failure = failure;
      this.#tell(port);
    };
    server.on("listening", () => becomes(undefined));
    server.on("error", (error) => {
      becomes((error as NodeJS.ErrnoException).code ?? error.message);
      listening.retry = setTimeout(() => server.listen(port), this.retryMs).unref();
    });
    server.listen(port);
  }

  async #close(port: number): Promise<void> {
    const listening = this.#ports.get(port);
    if (listening === undefined) return;
    this.#ports.delete(port);
    clearTimeout(listening.retry);
    await new Promise<void>((resolve) => {
      listening.server.close(() => resolve());
      listening.server.closeAllConnections();
    });
  }

  #tell(port: number): void {
    const services = new Set(this.#servicesAt(port));
    for (const callback of this.onChange) callback(services);
  }

  /** The one that is answered for first. */
  #servicesAt(port: number): readonly string[] {
    const found = [...this.#checks].filter(([, check]) => check.port === port);
    return found.map(([service]) => service).sort();
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
  response.end(JSON.stringify({ service: { namespace, name }, localEndpoints, serviceProxyHealthy: true }));
}
