/** Troubles of another process, heard of over RESTCONF: the state in operational, and its event stream (RFC 8040 6). */

import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { createInterface } from "node:readline";
import type { Logger } from "pino";
import type { BackOff } from "../cluster/watch-kind.js";
import { pauseMs } from "../delays.js";
import type { RestconfSettings } from "../writers/restconf-writer.js";
import { STATES } from "./derived-troubles.js";
import type { TroubleListener } from "./trouble-listener.js";

const STREAM = "/restconf/streams/NETCONF/json";
const OPERATIONAL = "/restconf/ds/ietf-datastores:operational";
/** A connection that nobody hears of any more is noticed. */
const KEEP_ALIVE_MS = 30_000;
const PATIENCE_MS = 60_000;

type Json = Readonly<Record<string, unknown>>;

export interface RestconfTroublesOptions {
  readonly settings: RestconfSettings;
  readonly listener: TroubleListener;
  /** After a connection has ended. */
  readonly reconnect: BackOff;
  readonly log: Logger;
}

/** Follows until it is ended. @returns ends it */
export function followRestconfTroubles(options: RestconfTroublesOptions): () => void {
  const { settings, reconnect, log } = options;
  const { ca, cert, key } = settings;
  const agent = new Agent({ keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS, ca, cert, key });
  const ending = new AbortController();
  let failures = 0;
  const run = async (): Promise<void> => {
    try {
      await follow(options, agent, ending.signal, () => {
        failures = 0;
      });
      failures++;
    } catch (failure) {
      failures++;
      if (!ending.signal.aborted)
        log.info({ err: failure }, "troubles of the data plane are not heard of; it is tried again");
    }
    if (!ending.signal.aborted) setTimeout(run, pauseMs(reconnect, failures)).unref();
  };
  void run();
  return () => {
    ending.abort();
    agent.destroy();
  };
}

/** Ends with the stream. What comes while the state is read is newer than it, or says the same. */
async function follow(
  { settings, listener }: RestconfTroublesOptions,
  agent: Agent,
  signal: AbortSignal,
  onOpen: () => void,
): Promise<void> {
  const stream = await get(new URL(STREAM, settings.url), agent, signal, "text/event-stream");
  const lines = createInterface({ input: stream });
  const events = lines[Symbol.asyncIterator]();
  listener.stateIs(await readState(settings.url, agent, signal));
  onOpen();
  for (let next = await events.next(); next.done !== true; next = await events.next()) {
    for (const [name, content] of notificationsIn(next.value)) listener.notified(name, content);
  }
}

/** The server writes a notification in one line. */
function notificationsIn(line: string): readonly (readonly [name: string, content: Json])[] {
  if (!line.startsWith("data: ")) return [];
  const { "ietf-restconf:notification": envelope = {} } = JSON.parse(line.slice("data: ".length)) as Readonly<
    Record<string, Json>
  >;
  return Object.entries(envelope).filter((member): member is [string, Json] => member[0] !== "eventTime");
}

async function readState(url: string, agent: Agent, signal: AbortSignal): Promise<Json> {
  const patient = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const documents = STATES.map(async (state): Promise<Json> => {
    const response = await get(
      new URL(`${OPERATIONAL}/${state}`, url),
      agent,
      patient,
      "application/yang-data+json",
      [404],
    );
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return response.statusCode === 200 ? (JSON.parse(Buffer.concat(chunks).toString()) as Json) : {};
  });
  return Object.assign({}, ...(await Promise.all(documents)));
}

/** Rejects for other statuses than 200, 204 and those of `also`. */
function get(url: URL, agent: Agent, signal: AbortSignal, accept: string, also: readonly number[] = []) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const call = request(url, { agent, signal, headers: { accept } }, (response) => {
      const { statusCode = 0 } = response;
      if ([200, 204, ...also].includes(statusCode)) {
        resolve(response);
        return;
      }
      response.resume();
      reject(new Error(`${url} was answered with ${statusCode}`));
    });
    call.on("error", reject);
    call.end();
  });
}
