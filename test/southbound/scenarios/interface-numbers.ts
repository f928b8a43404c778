/** Where IGMP or VRRP has run, VPP keeps the way to groups by the number of the interface, also when the interface is gone. */

import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateSubif, DeleteSubif, SubIfFlags } from "vpp-binapi-ts/api";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";
import { eventually } from "../send-packets.js";

const host = (group: string): a.Member => ({ "sweetcomb-igmp:igmp": { mode: "host", listen: [{ group }] } });
const router = (family: string, address: string): a.Member => ({
  "sweetcomb-vrrp:vrrp": { "virtual-router": [{ id: 1, "address-family": family, "virtual-address": [address] }] },
});
const vlan = (parent: string, tag: number, more: a.Member = {}): a.Member => ({
  name: `${parent}.${tag}`,
  type: "iana-if-type:l2vlan",
  enabled: true,
  "sweetcomb-sub-interfaces:sub-interface": { parent, "outer-vlan-id": tag },
  ...more,
});

/** Two ends of a link. */
function link(id: number, igmp: a.Member = {}): readonly a.Member[] {
  return (["master", "slave"] as const).map((role) => ({
    name: `${role}${id}`,
    type: "sweetcomb-interfaces:memif",
    enabled: true,
    "sweetcomb-interfaces:memif":
      role === "master" ? { id, role, socket: 41 } : { id, role, socket: 42, "peer-interface": `master${id}` },
    ...igmp,
  }));
}

function configurationOf(...list: readonly a.Member[]): Configuration {
  const filename = join(tmpdir(), `sweetcomb-numbers-${process.pid}.sock`);
  return {
    "sweetcomb-interfaces:memif-sockets": { socket: [41, 42].map((id) => ({ id, filename })) },
    ...a.interfaces(...list),
  };
}

async function isLinked(bed: TestBed, name: string): Promise<void> {
  await eventually(async () => assert.equal((await a.interfaceOf(bed, name))?.["oper-status"], "up", name));
}

const numberOf = async (bed: TestBed, name: string) => (await a.interfaceOf(bed, name))?.["if-index"];
const numbersOf = (bed: TestBed, ...names: readonly string[]) => Promise.all(names.map((name) => numberOf(bed, name)));

export const interfaceNumberScenarios: Scenarios = {
  "what spoke IGMP leaves its number to nobody, since VPP would die of reports of the next one with it": async (
    bed,
  ) => {
    await bed.configure(configurationOf(...link(1), ...link(2)));
    await isLinked(bed, "slave1");
    await isLinked(bed, "slave2");
    await isReadBack(bed, configurationOf(...link(1), ...link(2, host("239.1.1.1"))));
    const left = await numbersOf(bed, "master2", "slave2");
    const vlans = [5, 6].map((tag) => vlan("slave1", tag, host(`239.1.1.${tag}`)));
    await isReadBack(bed, configurationOf(...link(1), ...vlans));
    for (const number of await numbersOf(bed, "slave1.5", "slave1.6")) assert.ok(!left.includes(number));
    assert.deepEqual(await bed.restartServer(), []);
  },

  "IGMP is refused on an interface of others that has got the number of one that spoke it": async (bed) => {
    await bed.configure(configurationOf(...link(1), ...link(2)));
    await isLinked(bed, "slave2");
    await isReadBack(bed, configurationOf(...link(1), ...link(2, host("239.1.1.1"))));
    const left = await numbersOf(bed, "master2", "slave2");
    await bed.configure(configurationOf(...link(1)));
    const parent = Number(await numberOf(bed, "slave1"));
    const other = await bed.asOther();
    const made: number[] = [];
    for (const tag of [77, 78]) {
      const frames = { subIfFlags: SubIfFlags.SUB_IF_API_FLAG_ONE_TAG, subId: tag, outerVlanId: tag };
      made.push((await other.call(CreateSubif, { swIfIndex: parent, ...frames })).swIfIndex);
    }
    assert.deepEqual([...made].sort(), [...left].sort());
    for (const tag of [77, 78]) {
      const name = `memif42/1.${tag}`;
      const theirs = { name, type: "iana-if-type:ethernetCsmacd", enabled: true, ...host("239.1.1.2") };
      const path = `/ietf-interfaces:interfaces/interface[name='${name}']/sweetcomb-igmp:igmp/mode`;
      await isRefused(bed, configurationOf(...link(1), theirs), path, /groups/);
    }
    await Promise.all(made.map((swIfIndex) => other.call(DeleteSubif, { swIfIndex })));
  },

  "what had virtual routers leaves its number to nobody, in one commit with what comes for it": async (bed) => {
    const lender = a.loopback("loop0", { enabled: true, ...a.addresses("192.0.2.1/24") });
    const addresses = a.addresses("198.51.100.1/24", "2001:db8::1/64");
    await isReadBack(
      bed,
      a.interfaces(
        lender,
        a.loopback("loop1", { enabled: true, ...addresses, ...router("ipv4", "198.51.100.9") }),
        a.loopback("loop2", { enabled: true, ...router("ipv6", "fe80::9") }),
      ),
    );
    const left = await numbersOf(bed, "loop1", "loop2");
    const tunnel = a.tunnel("ipip", "ipip7", { local: "192.0.2.1", remote: "192.0.2.9" });
    const next = [3, 4, 5, 6].map((number) => a.loopback(`loop${number}`));
    await isReadBack(bed, a.interfaces(lender, ...next, tunnel));
    const numbers = await numbersOf(bed, "ipip7", ...next.map(({ name }) => String(name)));
    for (const number of numbers) assert.ok(!left.includes(number), `${number} of ${left}`);
  },
};
