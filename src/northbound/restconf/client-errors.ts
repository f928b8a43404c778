/** What is sent over HTTP/1.1 when there is no request yet: its head is broken, too long, or does not come. */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type ErrorTag, ManagementError } from "../../errors/management-error.js";
import { SchemaTree } from "../../schema/schema-tree.js";
import { encodeErrors } from "./errors-document.js";

interface ClientProblem {
  readonly status: string;
  readonly error: ManagementError;
}

/** Handler of the "clientError" event: answers and hangs up. */
export function answerClientError(cause: Error & { code?: string }, socket: Socket): void {
  if (cause.code === "ECONNRESET" || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, error } = problemOf(cause.code);
  const body = encodeErrors([error], "json", noSchema);
  const head = [
    `HTTP/1.1 ${status}`,
    "content-type: application/yang-data+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "cache-control: no-cache",
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

/** Handler of the "checkExpectation" event: an Expect field with anything but "100-continue" (RFC 9110 10.1.1). */
export function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const { error } = problem("417", "invalid-value", "the expectation of the request cannot be met");
  const headers = { "content-type": "application/yang-data+json", "cache-control": "no-cache", connection: "close" };
  response.writeHead(417, headers).end(encodeErrors([error], "json", noSchema));
}

/** These errors have no path, so nothing is looked up. */
const noSchema = new SchemaTree([], [], "");

function problemOf(code: string | undefined): ClientProblem {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return problem("408 Request Timeout", "operation-failed", "the request did not arrive in time");
  }
  if (code === "HPE_HEADER_OVERFLOW") {
    return problem("431 Request Header Fields Too Large", "too-big", "the header of the request is too big");
  }
  return problem("400 Bad Request", "malformed-message", "this is no HTTP request");
}

function problem(status: string, tag: ErrorTag, message: string) {
  return { status, error: new ManagementError(tag, { type: "transport", message }) };
}
