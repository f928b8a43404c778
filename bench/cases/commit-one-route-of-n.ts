/** One static route changed and committed over NETCONF, beside 100 to 100,000 routes, with the simulator as VPP. */

import { startServerProcess } from "../../test/support/server-process.js";
import type { BenchCase } from "../run.js";
import { edit } from "../support/bench-list.js";
import { format, measure } from "../support/measure.js";
import { BenchNetconf } from "../support/netconf-client.js";

const loopback = `<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>loop0</name><type
  xmlns:ianaift="urn:ietf:params:xml:ns:yang:iana-if-type">ianaift:softwareLoopback</type><ipv4
  xmlns="urn:ietf:params:xml:ns:yang:ietf-ip"><address><ip>192.0.2.1</ip><prefix-length>24</prefix-length></address></ipv4></interface></interfaces>`;

function routesXml(routes: string): string {
  return `<routing xmlns="urn:ietf:params:xml:ns:yang:ietf-routing"><control-plane-protocols><control-plane-protocol><type
    xmlns:rt="urn:ietf:params:xml:ns:yang:ietf-routing">rt:static</type><name>bench</name><static-routes><ipv4
    xmlns="urn:ietf:params:xml:ns:yang:ietf-ipv4-unicast-routing">${routes}</ipv4></static-routes></control-plane-protocol></control-plane-protocols></routing>`;
}

function route(number: number, nextHop: number): string {
  const prefix = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}/32`;
  return `<route><destination-prefix>${prefix}</destination-prefix><next-hop><next-hop-address>192.0.2.${nextHop}</next-hop-address></next-hop></route>`;
}

export const commitOneRouteOfN: BenchCase = async (report) => {
  for (const n of [100, 10_000, 100_000]) {
    const server = await startServerProcess();
    const netconf = await BenchNetconf.connect(server.netconfPort, `${server.certs}/admin_ed25519`);
    await netconf.rpc(edit(loopback));
    const numbers = Array.from({ length: n }, (_, index) => index);
    await netconf.rpc(edit(routesXml(numbers.map((number) => route(number, 2)).join(""))));
    const bulk = await netconf.rpc("<commit/>");
    const { median, p95 } = await measure(100, async (run) => {
      await netconf.rpc(edit(routesXml(route(Math.abs(run * 7919) % n, 3 + (Math.abs(run) % 200)))));
      await netconf.rpc("<commit/>");
    });
    report(`n=${n}: edit and commit ${format(median)} ms, p95 ${format(p95)} ms; all at once ${format(bulk.ms)} ms`);
    netconf.close();
    await server.dispose();
  }
};
