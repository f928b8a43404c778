/** What a scenario's files look like: requests read, answers and VPP's messages written so that a difference is easy to see. */

import type { JournalEntry } from "vpp-sim";
import type { CurlAnswer, CurlRequest } from "../support/clients.js";

/** Element content on lines of its own, indented; text stays where it is. */
export function indentXml(xml: string): string {
  let depth = 0;
  const lines: string[] = [];
  for (const [piece] of xml.trim().matchAll(/<[^>]+>(?:[^<]+<\/[^>]+>)?/g)) {
    if (piece.startsWith("</")) depth--;
    lines.push(`${"  ".repeat(depth)}${piece}`);
    const opens = !piece.startsWith("</") && !piece.endsWith("/>") && !/<\/[^>]+>$/.test(piece);
    if (opens) depth++;
  }
  return `${lines.join("\n")}\n`;
}

/** "METHOD PATH", headers, an empty line, the body. */
export function requestOf(text: string): CurlRequest {
  const [head = "", ...rest] = text.split("\n\n");
  const [line = "", ...fields] = head.trim().split("\n");
  const [method = "GET", path = "/"] = line.split(" ");
  const body = rest.join("\n\n").trim();
  const headers = Object.fromEntries(
    fields.map((field) => {
      const colon = field.indexOf(":");
      return [field.slice(0, colon), field.slice(colon + 1).trim()];
    }),
  );
  return { method, path, headers, ...(body === "" ? {} : { body }) };
}

export function responseText({ status, headers, body }: CurlAnswer): string {
  const location = headers.location && new URL(headers.location, "https://localhost").pathname;
  const head = [`${status}`, ...(location ? [`Location: ${location}`] : [])].join("\n");
  return body === "" ? `${head}\n` : `${head}\n\n${prettyBody(body)}\n`;
}

function prettyBody(body: string): string {
  return body.startsWith("{") ? JSON.stringify(JSON.parse(body), null, 2) : indentXml(body).trimEnd();
}

/** Messages that only ask. */
const asking =
  /_is_enabled$|^cli_inband$|_show_running_config$|_dump$|_get$|_get_|^get_|^show_|^control_ping$|^want_|^sockclnt_|^fib_source_|^classify_table_/;

/** The messages that change VPP, one JSON object a line; bytes as VPP's tools write them. */
export function vppMessages(journal: readonly JournalEntry[]): string {
  return journal
    .filter(({ message }) => !asking.test(message))
    .map(({ message, fields }) => `${JSON.stringify({ message, ...fields }, (_, value) => readable(value))}\n`)
    .join("");
}

/** The name of the source of our routes is another one in each installation. */
export function vppState(shown: string): string {
  return shown.replaceAll(/\[sweetcomb-[0-9a-f]+\]/g, "[sweetcomb]");
}

function readable(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (!(value instanceof Uint8Array)) return value;
  const hex = Array.from(value, (byte) => byte.toString(16).padStart(2, "0"));
  if (value.length === 4) return value.join(".");
  if (value.length === 6) return hex.join(":");
  return hex.join("");
}
