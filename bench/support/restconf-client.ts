/** A RESTCONF client that only measures: HTTP/1.1 over one kept TLS connection. */

import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";

export class BenchRestconf {
  readonly #agent: Agent;

  constructor(
    readonly port: number,
    certs: string,
  ) {
    const read = (name: string) => readFileSync(`${certs}/${name}`);
    this.#agent = new Agent({ keepAlive: true, ca: read("ca.crt"), cert: read("admin.crt"), key: read("admin.key") });
  }

  /** Throws for a status of 400 and above. */
  send(method: string, path: string, body?: string): Promise<string> {
    const json = "application/yang-data+json";
    const headers = { Accept: json, ...(body === undefined ? {} : { "Content-Type": json }) };
    const options = { host: "localhost", port: this.port, method, path, headers, agent: this.#agent };
    return new Promise((resolve, reject) => {
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if ((response.statusCode ?? 500) >= 400) reject(new Error(`${response.statusCode}: ${text}`));
          else resolve(text);
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
