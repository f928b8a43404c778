/** Nearly right requests of HTTP/1.1 over real TLS. Each has to be answered with a status, and none with 500. */

import { readFileSync } from "node:fs";
import { connect } from "node:tls";
import type { ServerProcess } from "../support/server-process.js";
import { mutate, pick, type Random } from "./mutate.js";
import { within } from "./within.js";

const loopback = '{"ietf-interfaces:interface":[{"name":"loop2","type":"iana-if-type:softwareLoopback"}]}';
const interfaces = "/restconf/data/ietf-interfaces:interfaces";
const yangPatch =
  '{"ietf-yang-patch:yang-patch":{"patch-id":"1","edit":[{"edit-id":"1","operation":"remove","target":"/ietf-interfaces:interfaces/interface=loop2"}]}}';

const requests = [
  request("GET", "/restconf/data?depth=2"),
  request("GET", `${interfaces}/interface=loop2?fields=name;ietf-ip:ipv4(address)&with-defaults=trim`),
  request("GET", `${interfaces}/interface?limit=1&offset=1&sort-by=name`),
  request("GET", "/restconf/ds/ietf-datastores:operational/ietf-interfaces:interfaces?with-origin"),
  request("GET", "/restconf/operations"),
  request("GET", "/.well-known/host-meta"),
  request("HEAD", `${interfaces}`),
  request("OPTIONS", `${interfaces}/interface=loop2`),
  request("PUT", `${interfaces}/interface=loop2`, loopback),
  request("POST", interfaces, loopback),
  request("PATCH", `${interfaces}/interface=loop2`, loopback),
  request("PATCH", "/restconf/data", yangPatch, "application/yang-patch+json"),
  request("DELETE", `${interfaces}/interface=loop2`),
  request(
    "POST",
    "/restconf/operations/ietf-nmda-compare:compare",
    '{"ietf-nmda-compare:input":{"source":"ietf-datastores:running","target":"ietf-datastores:operational"}}',
  ),
];

function request(method: string, path: string, body = "", type = "application/yang-data+json"): string {
  const head = [`${method} ${path} HTTP/1.1`, "Host: localhost", "Connection: close", `Content-Type: ${type}`];
  return `${[...head, "Accept: application/yang-data+json", `Content-Length: ${Buffer.byteLength(body)}`].join("\r\n")}\r\n\r\n${body}`;
}

/** One request. Throws when its answer is missing, is none of HTTP, or is 500. */
export async function fuzzRestconf(server: ServerProcess, random: Random): Promise<void> {
  const sent = mutate(pick(requests, random), requests, random);
  const answer = await within(exchange(server, sent), sent);
  // A request that is cut short may be given up without a word.
  if (answer === "") return;
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1];
  if (status === undefined || status === "500") throw new Error(`${sent}\nwas answered with\n${answer.slice(0, 2000)}`);
}

/** All that the server says until it ends the connection. The client ends its side, so that no request stays unfinished. */
function exchange({ restconfPort: port, certs }: ServerProcess, sent: string): Promise<string> {
  const read = (name: string) => readFileSync(`${certs}/${name}`);
  const identity = { ca: read("ca.crt"), cert: read("admin.crt"), key: read("admin.key") };
  return new Promise((resolve) => {
    const socket = connect({ port, host: "localhost", ALPNProtocols: ["http/1.1"], ...identity });
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => undefined).on("close", () => resolve(text));
    socket.end(sent);
  });
}
