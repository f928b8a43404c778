/** Bodies of requests and answers, as the API has them. */

import type { IncomingMessage, ServerResponse } from "node:http";

/** Answers with an object. */
export function json(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** What the API says of a failure. */
export function statusObject(code: number, reason: string): object {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", reason, code, message: reason };
}

/** Answers with a failure. */
export function status(response: ServerResponse, code: number, reason: string): void {
  json(response, code, statusObject(code, reason));
}

/** The object that a request has. */
export async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}
