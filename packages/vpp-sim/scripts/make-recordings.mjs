// Turns recorded exchanges with a real VPP into the fixtures of the replay test: one JSON line a request, with its
// answers. What the simulator does not have is left out.
//
//   node packages/vpp-sim/scripts/make-recordings.mjs FOLDER
//
// FOLDER holds scenarios/NAME.jsonl, where each line is a message as sent: direction, name and hexadecimal body.
// Build first (node scripts/build.mjs): codec and handlers are taken from dist.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeMessage, encodeMessage, VppEncodeError } from "vpp-binapi-ts";
import { apiModules } from "vpp-binapi-ts/api";
import { allFeatures } from "../dist/src/features/index.js";
import { fromJson, toJson, toShortJson } from "../dist/test/replay/values.js";

/** Those that are not replayed, with the reason. */
const LEFT_OUT = new Map([
  ["handshake", "test/server/session.test.ts does the same: no request of it is a message of a feature"],
  ["no-reply-cases", "test/server/session.test.ts does the same: its requests are bytes, not messages"],
]);

/** What stands behind the request that VPP died of. */
const DIED = /the connection was closed: VPP has died/;

/** Message id, client index and context, as hexadecimal digits. */
const HEAD_DIGITS = 20;

/** Message id and context. */
const DETAILS_HEAD_DIGITS = 12;

const target = fileURLToPath(new URL("../test/recordings/", import.meta.url));
const messages = new Map(apiModules.flatMap((module) => module.messages).map((message) => [message.name, message]));
const handled = new Set(allFeatures().flatMap(({ handlers }) => handlers.map(({ message }) => message.name)));

const scenarios = readdirSync(join(process.argv[2], "scenarios")).map((file) => file.replace(/\.jsonl$/, ""));

for (const scenario of scenarios.filter((name) => !LEFT_OUT.has(name))) {
  const source = readFileSync(join(process.argv[2], "scenarios", `${scenario}.jsonl`), "utf8");
  const steps = stepsOf(
    source
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  );
  writeFileSync(join(target, `${scenario}.jsonl`), steps.map((step) => `${JSON.stringify(step)}\n`).join(""));
}

function stepsOf(lines) {
  const steps = [];
  const asked = new Map();
  for (const { dir, msg, conn = 1, json, hex, step, text } of lines) {
    const key = `${conn} ${json?.context}`;
    if (dir === "req" && isReplayed(msg, json)) {
      const request = { ask: msg, ...(conn > 1 && { conn }), ...(step && { step }), ...bodyOf(msg, hex), answers: [] };
      asked.set(key, request);
      steps.push(request);
    }
    if (dir === "rep" && isMisnamed(msg))
      steps.at(-1).answers.push({ sentAs: msg, body: `0x${hex.slice(DETAILS_HEAD_DIGITS)}` });
    else if (dir === "rep" && msg === "get_api_json_reply")
      steps.at(-1).answers.push(toShortJson({ modules: json.modules }));
    else if (dir === "rep") asked.get(key)?.answers.push(fieldsOf(msg, hex));
    if (dir === "event") steps.push({ event: msg, ...(conn > 1 && { conn }), fields: fieldsOf(msg, hex) });
    if (DIED.test(text ?? "")) steps.at(-1).died = true;
    const closed = /^conn (\d) closed/.exec(text ?? "");
    if (closed) steps.push({ close: Number(closed[1]) });
  }
  return steps;
}

/** VPP sends the details of one dump with the number of a request, from which a client would take the context from elsewhere. */
function isMisnamed(name) {
  return name === "get_first_msg_id";
}

/** Pings only mark ends, and the text of `show` commands is the simulator's own. */
function isReplayed(name, json) {
  return handled.has(name) && name !== "control_ping" && !(name === "cli_inband" && json.cmd.startsWith("show "));
}

/** A request by its fields, or by its bytes where the fields do not say everything. */
function bodyOf(name, hex) {
  const message = messages.get(name);
  const bytes = Buffer.from(hex, "hex");
  const { context, fields } = decodeMessage(message, bytes);
  const json = toJson(fields);
  return isSame(message, context, json, bytes) ? { fields: json } : { hex: hex.slice(HEAD_DIGITS) };
}

function isSame(message, context, json, bytes) {
  try {
    return encodeMessage(message, { id: 0, clientIndex: 0, context }, fromJson(json)).equals(bytes);
  } catch (error) {
    if (error instanceof VppEncodeError) return false;
    throw error;
  }
}

function fieldsOf(name, hex) {
  return toShortJson(decodeMessage(messages.get(name), Buffer.from(hex, "hex")).fields);
}
