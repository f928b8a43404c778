/** Clients that we did not write, as they come from Debian. */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import type { ServerProcess } from "./server-process.js";

const PYTHON = "/usr/bin/python3";

/** Debian's package of each client. */
const packages = {
  ncclient: "python3-ncclient",
  yangcli: "yangcli",
  curl: "curl",
  openssl: "openssl",
  ssh: "openssh-client",
  "ssh-keygen": "openssh-client",
  kubectl: "kubernetes-client",
  libnetconf2: "gcc libc6-dev libnetconf2-dev libssh-dev libssl-dev",
} as const;

export type Client = keyof typeof packages;

/** How those are looked for that are no commands. */
const looks: Partial<Record<Client, readonly string[]>> = {
  ncclient: [PYTHON, "-c", "import ncclient"],
  // Its tests compile a client of a page; what its headers include belongs to other packages.
  libnetconf2: ["cc", "-fsyntax-only", "-include", "nc_client.h", "-x", "c", "/dev/null"],
};

/** For node:test's `skip`: false when all of the clients are here, else how to get the first that is not. */
export function skipWithout(...clients: readonly Client[]): string | false {
  const missing = clients.map(missingClient).find((reason) => reason !== undefined);
  return missing ?? false;
}

/** Why tests with this client cannot run here; undefined when they can. */
export function missingClient(client: Client): string | undefined {
  const [command, ...words] = looks[client] ?? ["which", client];
  return spawnSync(command!, words).status === 0
    ? undefined
    : `${client} is not installed: apt-get install ${packages[client]}`;
}

/**
 * Runs a Python script with `m`, an ncclient manager connected as admin, and `connect()` for more of them.
 * @returns what the script printed
 */
export function ncclient(server: ServerProcess, script: string): Promise<string> {
  return run(PYTHON, ["-"], prelude(server) + script);
}

/** The same, where the script's last word is `answer(value)`; returns the value, which JSON can hold. */
export async function ncclientAnswer<Value>(server: ServerProcess, script: string): Promise<Value> {
  const printed = await ncclient(server, script);
  return JSON.parse(printed.slice(printed.lastIndexOf("\u0001") + 1)) as Value;
}

/** What every script has: connections, and words for what the tests do most. */
function prelude(server: ServerProcess): string {
  return `
import sys, time, json, re
from lxml import etree
from ncclient import manager
from ncclient.operations import RPCError
from ncclient.xml_ import to_ele
CERTS, PORT = ${JSON.stringify(server.certs)}, ${server.netconfPort}
NC = "urn:ietf:params:xml:ns:netconf:base:1.0"
LAB = "urn:example:lab"
def connect(user="admin", key=None):
    return manager.connect(host="127.0.0.1", port=PORT, username=user, key_filename=key or CERTS + "/" + user + "_ed25519",
        hostkey_verify=False, allow_agent=False, look_for_keys=False, timeout=60)
def config(inner):
    return '<config xmlns="' + NC + '" xmlns:nc="' + NC + '">' + inner + '</config>'
def lab(inner, attributes=""):
    return config('<lab xmlns="' + LAB + '" ' + attributes + '>' + inner + '</lab>')
def data_of(reply):
    "The content of <data>, canonical enough to compare: white space and declarations of the wrapper left out."
    root = etree.fromstring(reply.data_xml.encode())
    return "".join(etree.tostring(child, encoding="unicode") for child in root)
def lab_of(source="running", session=None, **more):
    "Content of /lab in a datastore, without the element itself."
    reply = (session or m).get_config(source, filter=("subtree", '<lab xmlns="' + LAB + '"/>'), **more)
    text = re.sub(r' xmlns="urn:example:lab"', "", data_of(reply))
    return re.sub(r"^<lab>|</lab>$|^<lab/>$", "", text)
def commit_lab(inner, attributes=""):
    m.edit_config(target="candidate", config=lab(inner, attributes))
    m.commit()
def rpc(xml, session=None):
    return (session or m).dispatch(to_ele(xml)).xml
def error_of(call):
    "What an operation is refused with; the script ends when it is not refused."
    try:
        call()
    except RPCError as error:
        info = etree.fromstring(error.info.encode()) if error.info else []
        return {"type": error.type, "tag": error.tag, "path": error.path, "appTag": error.app_tag, "message": error.message,
            "info": {etree.QName(item).localname: item.text for item in info}}
    raise SystemExit("an rpc-error was expected")
def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end: raise SystemExit("waited in vain")
        time.sleep(0.05)
def answer(value):
    print("\\x01" + json.dumps(value))
m = connect()
`;
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
  /** User whose certificate and key (`<user>.crt`, `<user>.key`) are used; "none" sends none. Default: "admin". */
  readonly as?: string;
  readonly http?: "--http1.1" | "--http2";
}

/** One request of curl over TLS, in JSON unless the headers say something else. */
export async function curl(server: ServerProcess, request: CurlRequest): Promise<CurlAnswer> {
  const { method = "GET", path, body, headers = {}, as = "admin", http = "--http1.1" } = request;
  const json = "application/yang-data+json";
  const sent = { Accept: json, ...(body === undefined ? {} : { "Content-Type": json }), ...headers };
  const certs = server.certs;
  const identity = as === "none" ? [] : ["--cert", `${certs}/${as}.crt`, "--key", `${certs}/${as}.key`];
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

/** Runs a command to its end. Rejects with what it wrote when its exit code is not 0. */
export function run(command: string, words: readonly string[], input = ""): Promise<string> {
  return runIn({}, command, words, input);
}

/** The same with more variables in the environment. */
export function runIn(
  environment: Readonly<Record<string, string>>,
  command: string,
  words: readonly string[],
  input = "",
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
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
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** Writes a resource by PUT, as the administrator. Fails unless it is taken. */
export async function putResource(server: ServerProcess, path: string, content: object): Promise<void> {
  const { status, body } = await curl(server, { method: "PUT", path, body: JSON.stringify(content) });
  assert.ok(status === 201 || status === 204, `${path}: ${status} ${body}`);
}
