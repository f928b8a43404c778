/** IPFIX exporters and the flow probe. */

import assert from "node:assert/strict";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const flowExport = (more: a.Member) => ({
  ...a.vrfs(a.vrf("red", 10)),
  "sweetcomb-flow-export:flow-export": more,
});
const watched = (name: string, variant: string, direction: string) =>
  a.loopback(name, { "sweetcomb-flow-export:flow-probe": { variant, direction } });
/** Source addresses stand at byte 26 of a frame, in the second 16. */
const ipv4Source = (address: string) => `${"0".repeat(52)}${address}0000`;
const probe = (record: readonly string[], more: a.Member = {}) => ({ "flow-probe": { record, ...more } });

export const flowExportScenarios: Scenarios = {
  "exporters to several collectors are read back, and found again by a restarted server": async (bed) => {
    const configuration = flowExport({
      "default-exporter": {
        "collector-address": "192.0.2.9",
        "source-address": "192.0.2.1",
        "collector-port": 9995,
        vrf: "red",
        "path-mtu": 1400,
        "template-interval": 30,
        "udp-checksum": true,
      },
      exporter: [
        { "collector-address": "192.0.2.10", "source-address": "192.0.2.1" },
        { "collector-address": "2001:db8::10", "source-address": "2001:db8::1", "path-mtu": 1000, vrf: "red" },
      ],
    });
    await isReadBack(bed, configuration);
    const before = await configurationIn(bed);
    assert.deepEqual(await bed.restartServer(), []);
    assert.deepEqual(await configurationIn(bed), before);
  },

  "exporters change in place and go, also the default one": async (bed) => {
    const both = (port: number) =>
      flowExport({
        "default-exporter": { "collector-address": "192.0.2.9", "source-address": "192.0.2.1", "collector-port": port },
        exporter: [
          {
            "collector-address": "192.0.2.10",
            "source-address": "192.0.2.1",
            "collector-port": port,
            "template-interval": port / 100,
            "udp-checksum": port === 2000,
          },
        ],
      });
    await isReadBack(bed, both(1000));
    await isReadBack(bed, both(2000));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /flow-export/);
  },

  "flows of interfaces are watched, and what is recorded changes under them": async (bed) => {
    const interfaces = a.interfaces(watched("loop0", "ipv4", "both"), watched("loop1", "l2", "sent"));
    await isReadBack(bed, { ...flowExport(probe(["l2", "l3"])), ...interfaces });
    assert.deepEqual(await bed.restartServer(), []);
    const other = probe(["l4"], { "active-timer": 5, "passive-timer": 60 });
    await isReadBack(bed, { ...flowExport(other), ...interfaces });
    await isReadBack(bed, { ...flowExport(other), ...a.interfaces(watched("loop0", "ipv6", "received")) });
    await bed.configure(a.interfaces(a.loopback("loop0")));
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /flow-probe/);
  },

  "packets of interfaces are sampled, and how they are changes in place": async (bed) => {
    const sampled = (name: string) => a.loopback(name, { "sweetcomb-flow-export:sflow": true });
    const part = { parent: "loop0", "outer-vlan-id": 7 };
    const vlan = { name: "loop0.7", type: "iana-if-type:l2vlan", "sweetcomb-sub-interfaces:sub-interface": part };
    // From here on the numbers of hardware and of interfaces differ.
    await bed.configure(a.interfaces(a.loopback("loop0"), vlan));
    const all = { "header-bytes": 64, direction: "both", "drop-monitoring": true, "sampling-rate": 100 };
    const interfaces = a.interfaces(a.loopback("loop0"), vlan, sampled("loop1"), sampled("loop2"));
    await isReadBack(bed, { ...flowExport({ sflow: { ...all, "polling-interval": 5 } }), ...interfaces });
    assert.deepEqual(await bed.restartServer(), []);
    const sent = flowExport({ sflow: { "sampling-rate": 200, direction: "sent" } });
    await isReadBack(bed, { ...sent, ...a.interfaces(sampled("loop0"), a.loopback("loop1")) });
    await bed.configure(a.interfaces(a.loopback("loop0"), a.loopback("loop1")));
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /sflow/);
  },

  "sessions of classifier tables are told to the default collector, and follow tables and streams that are made anew":
    async (bed) => {
      const exporter = { "collector-address": "192.0.2.9", "source-address": "192.0.2.1", "template-interval": 1 };
      const told = (classifier: a.Member, buckets = 16) => ({
        ...flowExport({ "default-exporter": exporter, classifier }),
        "sweetcomb-classify:classify": {
          table: [
            { name: "sources", mask: ipv4Source("ffffffff"), buckets, session: [{ match: ipv4Source("c0000201") }] },
            { name: "ports", mask: "f".repeat(32), skip: 2 },
          ],
        },
      });
      const sources = { name: "sources", "address-family": "ipv4" };
      const ports = { name: "ports", "address-family": "ipv6", protocol: "udp" };
      await isReadBack(bed, told({ table: [sources, ports] }));
      const before = await configurationIn(bed);
      assert.deepEqual(await bed.restartServer(), []);
      assert.deepEqual(await configurationIn(bed), before);
      await isReadBack(bed, told({ "domain-id": 7, "source-port": 7000, table: [sources, ports] }, 32));
      await isReadBack(bed, told({ "domain-id": 7, "source-port": 7001, table: [{ ...sources, protocol: "tcp" }] }));
      await bed.configure({});
      assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /flow-export/);
    },

  "records of classifiers, flow probes and NATs do not share one half of a stream": async (bed) => {
    const logged = (logging: a.Member) => ({
      "ietf-nat:nat": {
        instances: {
          instance: [{ id: 1, type: "ietf-nat:napt44", "sweetcomb-nat:nat44": { "ipfix-logging": logging } }],
        },
      },
    });
    const refused = (more: a.Member, logging: a.Member, reason: RegExp) =>
      assert.rejects(bed.configure({ ...flowExport(more), ...logged(logging) }), reason);
    await refused({ classifier: {} }, { "domain-id": 2 }, /this domain or port already/);
    await refused({ classifier: { "source-port": 9 } }, { "domain-id": 3, "source-port": 9 }, /this domain or port/);
    await refused(probe(["l3"]), { "domain-id": 3 }, /of the flow probe, and not both/);
    await bed.configure({ ...flowExport({ classifier: {}, ...probe(["l3"]) }), ...logged({}) });
  },

  "exporters and probes that VPP would refuse are refused by the model": async (bed) => {
    const refused = (configuration: Readonly<Record<string, unknown>>, reason: RegExp) =>
      assert.rejects(bed.configure(configuration), reason);
    const ends = { "collector-address": "192.0.2.9", "source-address": "192.0.2.1" };
    await refused(flowExport({ "default-exporter": ends, exporter: [ends] }), /one exporter for a collector/);
    const mixed = { "collector-address": "2001:db8::9", "source-address": "192.0.2.1" };
    await refused(flowExport({ exporter: [mixed] }), /of one family/);
    await refused(a.interfaces(watched("loop0", "ipv4", "sent")), /which is missing/);
    await refused(flowExport(probe(["l3"], { "active-timer": 60, "passive-timer": 5 })), /not shorter/);
  },
};
