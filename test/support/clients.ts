/** Clients that we did not write, as they come from Debian. */

import { spawn, spawnSync } from "node:child_process";
import type { ServerProcess } from "./server-process.js";

const PYTHON = "/usr/bin/python3";

/** Why tests with this client cannot run here; undefined when they can. */
export function missingClient(client: "ncclient" | "yangcli" | "curl"): string | undefined {
  const found =
    client === "ncclient"
      ? spawnSync(PYTHON, ["-c", "import ncclient"]).status === 0
      : spawnSync("which", [client]).status === 0;
  const packages = { ncclient: "python3-ncclient", yangcli: "yangcli", curl: "curl" };
  return found ? undefined : `${client} is not installed: apt-get install ${packages[client]}`;
}

/**
 * Runs a Python script with `m`, an ncclient manager connected as admin, and `connect()` for more of them.
 * @returns what the script printed
 */
export function ncclient(server: ServerProcess, script: string): Promise<string> {
  const prelude = `
import sys, time, json, re
from ncclient import manager
from ncclient.operations import RPCError
from ncclient.xml_ import to_ele
def connect(user="admin", key="${server.certs}/admin_ed25519"):
    return manager.connect(host="127.0.0.1", port=${server.netconfPort}, username=user, key_filename=key,
        hostkey_verify=False, allow_agent=False, look_for_keys=False, timeout=60)
def config(inner):
    return '<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0">' + inner + '</config>'
def error_of(call):
    try:
        call()
    except RPCError as e:
        return e
    raise SystemExit("an rpc-error was expected")
m = connect()
`;
  return run(PYTHON, ["-"], prelude + script);
}

export interface CurlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface CurlRequest {
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Certificate and key to use; "none" sends none. Default: that of admin. */
  readonly as?: "admin" | "none";
  readonly http?: "--http1.1" | "--http2";
}

/** One request of curl over TLS, in JSON unless the headers say something else. */
export async function curl(server: ServerProcess, request: CurlRequest): Promise<CurlAnswer> {
  const { method = "GET", path, body, headers = {}, as = "admin", http = "--http1.1" } = request;
  const json = "application/yang-data+json";
  const sent = { Accept: json, ...(body === undefined ? {} : { "Content-Type": json }), ...headers };
  const certs = server.certs;
  const identity = as === "none" ? [] : ["--cert", `${certs}/admin.crt`, "--key", `${certs}/admin.key`];
  const words = ["-sS", "-i", http, "--cacert", `${certs}/ca.crt`, ...identity];
  if (method === "HEAD") words.push("-I");
  else words.push("-X", method);
  for (const [name, value] of Object.entries(sent)) words.push("-H", `${name}: ${value}`);
  if (body !== undefined) words.push("--data-binary", "@-", "-H", "Expect:");
  words.push(`https://localhost:${server.restconfPort}${path}`);
  return parseAnswer(await run("curl", words, body ?? ""));
}

function parseAnswer(text: string): CurlAnswer {
  const end = text.indexOf("\r\n\r\n");
  const [statusLine = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { status: Number(statusLine.split(" ")[1]), headers: Object.fromEntries(headers), body: text.slice(end + 4) };
}

function run(command: string, words: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: ["pipe", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(out) : reject(new Error(`${command} ended with ${code}: ${err}${out}`)),
    );
    child.stdin.end(input);
  });
}
