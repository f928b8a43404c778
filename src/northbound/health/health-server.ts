/** Health and metrics on a port of their own, for the loopback address only: /healthz, /readyz, /metrics. */

import fastify from "fastify";
import type { Registry } from "prom-client";

export interface HealthOptions {
  readonly port: number;
  readonly metrics: Registry;
  /** Undefined = ready; else what is missing. */
  readonly notReady: () => string | undefined;
}

export async function startHealthServer({ port, metrics, notReady }: HealthOptions) {
  const app = fastify();
  app.get("/healthz", () => ({ status: "ok" }));
  app.get("/readyz", (_request, reply) => {
    const missing = notReady();
    return missing === undefined ? { status: "ready" } : reply.code(503).send({ status: "not ready", missing });
  });
  app.get("/metrics", async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
  await app.listen({ host: "127.0.0.1", port });
  const address = app.server.address();
  return { port: typeof address === "object" && address !== null ? address.port : port, close: () => app.close() };
}
