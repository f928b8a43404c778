/** Requests made with curl. */

import { execFile } from "node:child_process";

export interface CurlReply {
  readonly status: number;
  /** "1.1" or "2". */
  readonly httpVersion: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Runs curl with a time limit, so that a server that hangs fails the test. */
export function curl(options: readonly string[]): Promise<CurlReply> {
  return new Promise((resolve, reject) => {
    execFile("curl", ["-sS", "-i", "--max-time", "20", ...options], { maxBuffer: 1 << 28 }, (error, output) => {
      if (error) reject(error);
      else resolve(parseReply(output));
    });
  });
}

function parseReply(output: string): CurlReply {
  const end = output.indexOf("\r\n\r\n");
  const [statusLine = "", ...fields] = output.slice(0, end).split("\r\n");
  const [version = "", status = ""] = statusLine.split(" ");
  if (status === "100") return parseReply(output.slice(end + 4));
  const headers = fields.map(
    (field) => [field.slice(0, field.indexOf(":")).toLowerCase(), field.replace(/^[^:]*: */, "")] as const,
  );
  return {
    status: Number(status),
    httpVersion: version.replace("HTTP/", ""),
    headers: new Map(headers),
    body: output.slice(end + 4),
  };
}
