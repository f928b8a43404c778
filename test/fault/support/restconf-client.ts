/** RESTCONF over one kept connection as admin. curl makes a new one for each request, which is slow for streams of requests. */

import { readFileSync } from "node:fs";
import { Agent, request as send } from "node:https";
import type { ServerProcess } from "../../support/server-process.js";
import type { NetworkDocument } from "./network.js";

export interface RestconfAnswer {
  readonly status: number;
  readonly body: string;
}

export interface RestconfClient {
  /** @param body text or bytes as they are, else JSON is made of it */
  request(method: string, path: string, body?: unknown, type?: string): Promise<RestconfAnswer>;
  /** The configuration in running, as one document. */
  running(): Promise<NetworkDocument>;
  close(): void;
}

const JSON_TYPE = "application/yang-data+json";

export function openRestconf({ certs, restconfPort }: ServerProcess): RestconfClient {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 1,
    ca: readFileSync(`${certs}/ca.crt`),
    cert: readFileSync(`${certs}/admin.crt`),
    key: readFileSync(`${certs}/admin.key`),
  });
  const request = (method: string, path: string, body?: unknown, type = JSON_TYPE) =>
    new Promise<RestconfAnswer>((resolve, reject) => {
      const headers = { Accept: JSON_TYPE, ...(body === undefined ? {} : { "Content-Type": type }) };
      const outgoing = send({ agent, host: "localhost", port: restconfPort, method, path, headers }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => resolve({ status: incoming.statusCode!, body: Buffer.concat(chunks).toString() }));
        incoming.on("error", reject);
      });
      outgoing.on("error", reject);
      outgoing.end(body === undefined ? undefined : isPlain(body) ? body : JSON.stringify(body));
    });
  return {
    request,
    running: async () => {
      const { status, body } = await request("GET", "/restconf/data?content=config");
      if (status !== 200) throw new Error(`GET of running: ${status} ${body}`);
      return JSON.parse(body)["ietf-restconf:data"];
    },
    close: () => agent.destroy(),
  };
}

function isPlain(body: unknown): boolean {
  return typeof body === "string" || Buffer.isBuffer(body);
}
