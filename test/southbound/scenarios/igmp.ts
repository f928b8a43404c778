/** IGMP, between interfaces of one VPP that are in different VRFs, over memifs: what one reports the other hears. */

import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IfStatusFlags, IgmpClearInterface, SwInterfaceSetFlags } from "vpp-binapi-ts/api";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";
import { eventually } from "../send-packets.js";

const change = "/sweetcomb-igmp:membership-change";

/**
 * Two pairs of connected interfaces: each of "east" with "east-far", and of "west" with "west-far". Those that are `routed` are BVIs of
 * bridge domains with a memif.
 */
const ends = [
  { name: "east", id: 1, role: "master", address: "192.0.2.1/24", vrf: "red", isRouted: true },
  { name: "east-far", id: 1, role: "slave", address: "192.0.2.2/24", vrf: undefined, isRouted: false },
  { name: "west", id: 2, role: "master", address: "198.51.100.1/24", vrf: "red", isRouted: true },
  { name: "west-far", id: 2, role: "slave", address: "198.51.100.2/24", vrf: "blue", isRouted: true },
] as const;

type End = (typeof ends)[number];
type Igmp = Readonly<Partial<Record<End["name"], a.Member>>>;

const memifOf = ({ name, isRouted }: Pick<End, "name" | "isRouted">) => (isRouted ? `${name}-link` : name);

/** The four interfaces with IGMP as given, and what is beside them. */
function links(igmp: Igmp, more: Configuration = {}): Configuration {
  const filename = join(tmpdir(), `sweetcomb-igmp-${process.pid}.sock`);
  const routed = ends.filter(({ isRouted }) => isRouted);
  return {
    ...a.vrfs(a.vrf("red", 10), a.vrf("blue", 20)),
    "sweetcomb-interfaces:memif-sockets": { socket: [31, 32].map((id) => ({ id, filename })) },
    "sweetcomb-l2:bridge-domains": { "bridge-domain": routed.map(({ name }, at) => ({ name, id: 31 + at })) },
    ...a.interfaces(...ends.flatMap((end) => endOf(end, igmp[end.name]))),
    ...more,
  };
}

function endOf(end: End, igmp: a.Member | undefined): readonly a.Member[] {
  const { name, id, role, address, vrf, isRouted } = end;
  const peer = `${name.replace("-far", "")}-link`;
  const memif = {
    name: memifOf(end),
    type: "sweetcomb-interfaces:memif",
    enabled: true,
    "sweetcomb-interfaces:memif":
      role === "master" ? { id, role, socket: 31 } : { id, role, socket: 32, "peer-interface": peer },
  };
  const speaker = {
    ...(vrf !== undefined && { "sweetcomb-routing:vrf": vrf }),
    ...a.addresses(address),
    ...(igmp !== undefined && { "sweetcomb-igmp:igmp": igmp }),
  };
  if (!isRouted) return [{ ...memif, ...speaker }];
  return [{ ...memif, ...portOf(name) }, a.loopback(name, { enabled: true, ...speaker, ...portOf(name, "bvi") })];
}

const portOf = (domain: string, type = "normal") => ({ "sweetcomb-l2:l2": { bridge: { domain, "port-type": type } } });

/** The configuration with other members in some interfaces. */
function changed(configuration: Configuration, members: Readonly<Record<string, a.Member>>): Configuration {
  const { interface: list } = configuration["ietf-interfaces:interfaces"] as { interface: readonly a.Member[] };
  return { ...configuration, ...a.interfaces(...list.map((each) => ({ ...each, ...members[String(each.name)] }))) };
}

const host = (...listen: readonly a.Member[]): a.Member => ({ mode: "host", ...(listen.length > 0 && { listen }) });
const router = { mode: "router" };
const wanted = (group: string, ...source: readonly string[]): a.Member => ({
  group,
  ...(source.length > 0 && { source }),
});
const proxy = (vrf: string, upstream: string, ...downstream: readonly string[]): Configuration => ({
  "sweetcomb-igmp:igmp": {
    "proxy-device": [
      {
        vrf,
        "upstream-interface": upstream,
        "downstream-interface": downstream.map((name) => ({ interface: name })),
      },
    ],
  },
});

/** The links without IGMP, when they are up: VPP connects two memifs some seconds after they are made. */
async function linksAreUp(bed: TestBed): Promise<void> {
  await bed.configure(links({}));
  await eventually(async () => {
    for (const name of ends.map(memifOf)) assert.equal((await a.interfaceOf(bed, name))?.["oper-status"], "up", name);
  });
}

type ShownIgmp = a.Member & { readonly group?: readonly object[] };

async function igmpOf(bed: TestBed, name: string): Promise<ShownIgmp | undefined> {
  return (await a.interfaceOf(bed, name))?.["sweetcomb-igmp:igmp"] as ShownIgmp | undefined;
}

/** Somebody else takes an interface down. */
function setDown(bed: TestBed, name: string): Promise<void> {
  return setFlags(bed, name, undefined);
}

function setUp(bed: TestBed, name: string): Promise<void> {
  return setFlags(bed, name, IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP);
}

async function setFlags(bed: TestBed, name: string, flags: IfStatusFlags | undefined): Promise<void> {
  const { "if-index": swIfIndex } = (await a.interfaceOf(bed, name)) as { "if-index": number };
  await (await bed.asOther()).call(SwInterfaceSetFlags, { swIfIndex, flags });
}

export const igmpScenarios: Scenarios = {
  "hosts, their groups and routers are read back, change, and are found by a restarted server": async (bed) => {
    await linksAreUp(bed);
    const configuration = links({
      "east-far": host(wanted("232.1.1.1", "203.0.113.1", "203.0.113.2"), wanted("239.1.1.1")),
      "west-far": host(wanted("239.1.1.7")),
      east: router,
    });
    await isReadBack(bed, configuration);
    const before = await configurationIn(bed);
    assert.deepEqual(await bed.restartServer(), []);
    assert.deepEqual(await configurationIn(bed), before);
    await isReadBack(
      bed,
      links({ "east-far": host(wanted("232.1.1.1", "203.0.113.9"), wanted("232.1.1.2", "203.0.113.1")) }),
    );
    await isReadBack(bed, links({ "east-far": host(wanted("239.1.1.1", "203.0.113.3")) }));
    await isReadBack(bed, links({ "west-far": router, west: host(wanted("239.1.1.1")) }));
    await isReadBack(bed, links({ "west-far": host(wanted("239.1.1.1")), west: router }));
    await isReadBack(bed, links({}));
    assert.equal(await igmpOf(bed, "east"), undefined);
  },

  "a router knows what the host on its link wants, and tells of it": async (bed) => {
    await linksAreUp(bed);
    await bed.configure(links({ east: router, "east-far": host() }));
    const heard = bed.heard(change);
    await bed.configure(
      links({ east: router, "east-far": host(wanted("232.1.1.1", "203.0.113.1"), wanted("239.1.1.1")) }),
    );
    await eventually(async () => {
      assertContains(await igmpOf(bed, "east"), {
        ...router,
        querying: true,
        group: [
          { address: "232.1.1.1", source: ["203.0.113.1"] },
          { address: "239.1.1.1", source: ["*"] },
        ],
      });
    });
    const joined = (group: string, source: string) => ({
      path: change,
      content: { interface: "east", group, source, change: "joined" },
    });
    await eventually(async () => {
      const told = [...heard].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
      assert.deepEqual(told, [joined("232.1.1.1", "203.0.113.1"), joined("239.1.1.1", "*")]);
    });
  },

  "a proxy device reports upstream what is wanted downstream, and its interfaces change": async (bed) => {
    await linksAreUp(bed);
    const igmp = {
      east: router,
      "east-far": host(wanted("232.1.1.1", "203.0.113.1")),
      west: host(),
      "west-far": router,
    };
    await isReadBack(bed, links(igmp, proxy("red", "west", "east")));
    // VPP makes routes of what it hears meanwhile.
    assert.deepEqual(await bed.restartServer(), []);
    await bed.configure(
      links({ ...igmp, "east-far": host(wanted("232.1.1.7", "203.0.113.1")) }, proxy("red", "west", "east")),
    );
    await eventually(async () => {
      const group = [{ address: "232.1.1.7", source: ["203.0.113.1"] }];
      assertContains(await igmpOf(bed, "west"), { group });
      assertContains(await igmpOf(bed, "west-far"), { group });
    });
    const turned = { east: host(), west: router };
    await isReadBack(bed, links(turned, proxy("red", "east")));
    await isReadBack(bed, links(turned, proxy("red", "east", "west")));
    await isReadBack(bed, links(turned));
  },

  "IGMP waits until the link is up, since VPP would die of a report that cannot leave": async (bed) => {
    const igmp = { east: router, "east-far": host(wanted("239.1.1.1")), "west-far": host() };
    const everything = links(igmp, proxy("blue", "west-far"));
    await bed.configure(everything);
    await eventually(async () => assertContains(await bed.southbound.read({}), everything));
  },

  "IGMP goes with the link, and comes back with it, its groups and queries too": async (bed) => {
    await linksAreUp(bed);
    const configuration = links({ east: router, "east-far": host(wanted("239.1.1.1")) });
    await isReadBack(bed, configuration);
    for (const name of ["east", "east-far"]) await setDown(bed, name);
    await eventually(async () => {
      assert.equal(await igmpOf(bed, "east"), undefined);
      assert.equal(await igmpOf(bed, "east-far"), undefined);
    });
    // The interfaces come up again with it, and the links some time later.
    await bed.resync();
    await eventually(async () => assertContains(await bed.southbound.read({}), configuration));
    assert.equal((await igmpOf(bed, "east"))?.querying, true);
  },

  "groups and queries that VPP has forgotten are there again when it tells of a link that went down": async (bed) => {
    await linksAreUp(bed);
    const configuration = links({ east: router, "east-far": host(wanted("239.1.1.1")) });
    await isReadBack(bed, configuration);
    for (const name of ["east", "east-far"]) {
      const { "if-index": swIfIndex } = (await a.interfaceOf(bed, name)) as { "if-index": number };
      await (await bed.asOther()).call(IgmpClearInterface, { swIfIndex });
    }
    assert.equal((await igmpOf(bed, "east"))?.querying, false);
    assert.equal((await igmpOf(bed, "east-far"))?.listen, undefined);
    for (const name of ["east", "east-far"]) {
      await setDown(bed, name);
      await setUp(bed, name);
    }
    await eventually(async () => {
      assert.equal((await igmpOf(bed, "east"))?.querying, true);
      assertContains(await igmpOf(bed, "east-far"), host(wanted("239.1.1.1")));
    });
  },

  "a router keeps its groups, and a proxy device reports, while the link of a port of their bridge domains is down":
    async (bed) => {
      await linksAreUp(bed);
      const source = "203.0.113.1";
      const igmp = (group: string): Igmp => ({ east: router, "east-far": host(wanted(group, source)), west: host() });
      const device = proxy("red", "west", "east");
      await isReadBack(bed, links(igmp("232.1.1.1"), device));
      await setDown(bed, "west-link");
      await bed.configure(links(igmp("232.1.1.2"), device));
      const group = [{ address: "232.1.1.2", source: [source] }];
      await eventually(async () => {
        for (const name of ["east", "west"]) assertContains(await igmpOf(bed, name), { group });
      });
      await setDown(bed, "east-link");
      await eventually(async () => assert.notEqual((await a.interfaceOf(bed, "east-link"))?.["oper-status"], "up"));
      assertContains(await igmpOf(bed, "east"), { querying: true, group });
      await bed.resync();
      await eventually(async () => assertContains(await bed.southbound.read({}), links(igmp("232.1.1.2"), device)));
    },

  "a router with more groups than VPP can forget at once is neither taken away nor set down": async (bed) => {
    await linksAreUp(bed);
    const groups = (at: number, count: number) =>
      host(...Array.from({ length: count }, (_, group) => wanted(`239.1.${at}.${group}`)));
    const { east, ...others } = { east: router, "east-far": groups(1, 13), "west-far": groups(2, 12) };
    const inOneLan = (igmp: Igmp, more: a.Member = {}) =>
      changed(links(igmp), { "west-link": portOf("east"), east: more });
    await bed.configure(inOneLan({ east, ...others }));
    await eventually(async () => assert.equal((await igmpOf(bed, "east"))?.group?.length, 25));
    const why = /forgets the 25 groups/;
    await assert.rejects(bed.configure(inOneLan(others)), why);
    await assert.rejects(bed.configure(inOneLan(others, { enabled: false })), why);
    await assert.rejects(bed.configure(inOneLan({ east, ...others }, { "sweetcomb-routing:vrf": "blue" })), why);
    await assert.rejects(bed.configure({}), why);
    await isReadBack(bed, inOneLan({ east, ...others }));
    const { "if-index": swIfIndex } = (await a.interfaceOf(bed, "east")) as { "if-index": number };
    await (await bed.asOther()).call(IgmpClearInterface, { swIfIndex });
    await isReadBack(bed, inOneLan({}));
  },

  "a proxy device is withdrawn while its upstream interface is down, since VPP would die of a report": async (bed) => {
    await linksAreUp(bed);
    const configuration = links({ east: router, west: host() }, proxy("red", "west", "east"));
    await isReadBack(bed, configuration);
    await setDown(bed, "west");
    await eventually(async () => assert.equal(await igmpOf(bed, "west"), undefined));
    await bed.resync();
    await eventually(async () => assertContains(await bed.southbound.read({}), configuration));
  },

  "an interface does not send to groups where one that is gone did, of which VPP would die": async (bed) => {
    await linksAreUp(bed);
    const routers = { east: router, "east-far": host(), west: router, "west-far": router };
    await bed.configure(links(routers));
    await bed.configure({});
    // A sub-interface takes a number and no node of VPP's graph, so that the links do not get those that belong together.
    const parent = { parent: "loop0", "outer-vlan-id": 100 };
    const part = { name: "loop0.100", type: "iana-if-type:l2vlan", "sweetcomb-sub-interfaces:sub-interface": parent };
    const first = [a.loopback("loop0"), part];
    await bed.configure(a.interfaces(...first));
    const besides = (configuration: Configuration) => {
      const { interface: list } = configuration["ietf-interfaces:interfaces"] as { interface: readonly a.Member[] };
      return { ...configuration, ...a.interfaces(...first, ...list) };
    };
    await bed.configure(besides(links({})));
    await eventually(async () => assert.equal((await a.interfaceOf(bed, "west-far-link"))?.["oper-status"], "up"));
    await isReadBack(bed, besides(links(routers)));
  },

  "the groups that VPP has down for one source are shown": async (bed) => {
    const read = await bed.southbound.read({ paths: ["/sweetcomb-igmp:igmp"] });
    assertContains(read, { "sweetcomb-igmp:igmp": { "ssm-range": ["232.0.0.0/8"] } });
  },

  "IGMP that VPP could not do, or would die of, is refused": async (bed) => {
    await linksAreUp(bed);
    const refused = (reason: RegExp, configuration: Configuration) =>
      assert.rejects(bed.configure(configuration), reason);
    const igmp = { "sweetcomb-igmp:igmp": host() };
    await refused(/links to others/, a.interfaces(a.loopback("loop0", { enabled: true, ...igmp })));
    const gre = { local: "192.0.2.1", remote: "192.0.2.9" };
    await refused(/links to others/, a.interfaces(a.tunnel("gre", "gre0", gre, { enabled: true, ...igmp })));
    const down = { name: "memif0/5", type: "sweetcomb-interfaces:memif", enabled: false, ...igmp };
    await refused(/that are enabled/, a.interfaces({ ...down, "sweetcomb-interfaces:memif": { id: 5 } }));
    const parent = { parent: "loop0", "outer-vlan-id": 100 };
    const onLoopback = {
      name: "loop0.100",
      type: "iana-if-type:l2vlan",
      enabled: true,
      "sweetcomb-sub-interfaces:sub-interface": parent,
      ...igmp,
    };
    await refused(/own IGMP messages back/, a.interfaces(a.loopback("loop0", { enabled: true }), onLoopback));
    await refused(/Only a host listens/, links({ east: { ...router, listen: [wanted("239.1.1.1")] } }));
    await refused(/not reported/, links({ east: host(wanted("224.0.0.5")) }));
    await refused(/no source at all/, links({ east: host(wanted("239.1.1.1", "0.0.0.0")) }));
    const many = (count: number) => Array.from({ length: count }, (_, at) => `203.0.113.${at}`);
    await refused(
      /one report/,
      links({ east: host(wanted("239.1.1.1", ...many(250)), wanted("239.1.1.2", ...many(250))) }),
    );
    const groups = Array.from({ length: 17 }, (_, at) => wanted(`239.1.1.${at}`));
    await refused(/max|many/i, links({ east: host(...groups) }));
    await refused(/as a host/, links({ east: router }, proxy("red", "east")));
    await refused(/as a router/, links({ east: host(), west: host() }, proxy("red", "east", "west")));
    await refused(/in its VRF/, links({ east: host() }, proxy("blue", "east")));
    await refused(/in its VRF/, links({ east: host(), "west-far": router }, proxy("red", "east", "west-far")));
    await refused(/router of IGMP is the BVI/, links({ "east-far": router }));
    await refused(/proxy device is the BVI/, links({ "east-far": host() }, proxy("default", "east-far")));
    await refused(/its hosts listen/, links({ east: host(wanted("239.1.1.1")) }, proxy("red", "east")));
  },
};
