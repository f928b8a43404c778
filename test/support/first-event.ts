import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { ServerProcess } from "./server-process.js";

export interface FirstEventOptions {
  /** Of the stream in JSON, with a query perhaps. */
  readonly location: string;
  /** A part of the event's text. */
  readonly wanted: string;
  /** Done when the stream is open. */
  act(): Promise<unknown>;
}

/** Opens a stream as server-sent events with curl, does something, and returns the first event with the wanted text. */
export async function firstEvent(server: ServerProcess, { location, wanted, act }: FirstEventOptions) {
  const { certs, restconfPort } = server;
  const identity = ["--cacert", `${certs}/ca.crt`, "--cert", `${certs}/admin.crt`, "--key", `${certs}/admin.key`];
  const url = `https://localhost:${restconfPort}${location}`;
  const child = spawn("curl", ["-gsSN", ...identity, "-H", "Accept: text/event-stream", url]);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      // The first line is a comment, by which the stream tells that it is open.
      if (line === ":") await act();
      if (line.startsWith("data: ") && line.includes(wanted)) return JSON.parse(line.slice(6));
    }
    throw new Error("the stream has ended");
  } finally {
    child.kill();
  }
}
