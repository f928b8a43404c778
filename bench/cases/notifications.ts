/** 1,000 notifications to 200 subscribers: each gets all of them from the log, over SSH, with a filter that all of them share. */

import { join } from "node:path";
import { startServerProcess } from "../../test/support/server-process.js";
import type { BenchCase } from "../run.js";
import { format } from "../support/measure.js";
import { BenchRestconf } from "../support/restconf-client.js";
import { BenchSubscriber } from "../support/subscriber.js";

const NOTIFICATIONS = 1000;
const SUBSCRIBERS = 200;

const commitsSince = (time: string) =>
  `<stream-xpath-filter xmlns:n="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications">/n:netconf-config-change</stream-xpath-filter><stream>NETCONF</stream><replay-start-time>${time}</replay-start-time>`;

export const notifications: BenchCase = async (report) => {
  const server = await startServerProcess();
  const time = new Date().toISOString();
  const restconf = new BenchRestconf(server.restconfPort, server.certs);
  for (let count = 0; count < NOTIFICATIONS; count++) await changeDescription(restconf, count);
  restconf.close();

  const key = join(server.certs, "admin_ed25519");
  const subscribers: BenchSubscriber[] = [];
  for (let count = 0; count < SUBSCRIBERS; count++) {
    subscribers.push(await BenchSubscriber.connect(server.netconfPort, key));
  }
  const receiveAll = async (some: readonly BenchSubscriber[]) => {
    const started = performance.now();
    const received = await Promise.all(some.map((one) => one.receive(commitsSince(time), NOTIFICATIONS)));
    return { ms: performance.now() - started, bytes: received.reduce((sum, bytes) => sum + bytes, 0) };
  };
  const [first, ...others] = subscribers;
  const one = await receiveAll([first!]);
  report(`${NOTIFICATIONS} notifications to 1 subscriber: ${format(one.ms)} ms`);
  const all = await receiveAll(others);
  const rate = Math.round((others.length * NOTIFICATIONS) / (all.ms / 1000));
  report(
    `${NOTIFICATIONS} notifications to ${others.length} subscribers: ${format(all.ms)} ms, ${rate} a second, ${Math.round(all.bytes / 1e6)} MB`,
  );
  for (const subscriber of subscribers) subscriber.close();
  await server.dispose();
};

function changeDescription(restconf: BenchRestconf, count: number): Promise<unknown> {
  const body = {
    "ietf-interfaces:interface": [{ name: "loop0", type: "iana-if-type:softwareLoopback", description: `${count}` }],
  };
  return restconf.send("PUT", "/restconf/data/ietf-interfaces:interfaces/interface=loop0", JSON.stringify(body));
}
