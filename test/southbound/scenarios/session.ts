/** VPP's host stack. */

import assert from "node:assert/strict";
import { CliInband, SessionRuleAddDel } from "vpp-binapi-ts/api";
import { prefix } from "../../../translators/ip/addresses.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const layer = (settings: a.Member) => ({ "sweetcomb-session:session-layer": settings });

export const sessionScenarios: Scenarios = {
  "namespaces for whose tables VPP's memory has no room are refused before VPP hears of them, since it would end":
    async (bed) => {
      const namespaces = (count: number) => ({
        "sweetcomb-session:session-layer": { namespace: Array.from({ length: count }, (_, at) => ({ id: `n${at}` })) },
      });
      await assert.rejects(bed.configure(namespaces(200)), /MB of VPP's heap/);
      await isReadBack(bed, namespaces(10));
    },

  "the host stack and its namespaces are read back, change in place, and go": async (bed) => {
    const configuration = (secret: string, more: a.Member = {}) => ({
      ...a.vrfs(a.vrf("apps", 65)),
      ...a.interfaces(a.loopback("loop0", { ...a.addresses("192.0.2.1/24"), "sweetcomb-routing:vrf": "apps" })),
      ...layer({
        "rule-engine": "rules",
        namespace: [
          { id: "web", secret, interface: "loop0" },
          { id: "plain" },
          { id: "tenant", "ipv4-vrf": "apps", "ipv6-vrf": "apps", ...more },
        ],
      }),
    });
    await isReadBack(bed, configuration("00000000000000ff"));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, configuration("ffffffffffffffff", { secret: "0123456789abcdef" }));
    await isReadBack(bed, layer({ "rule-engine": "none", namespace: [{ id: "plain" }] }));
    await bed.configure({});
    assert.equal((await bed.southbound.read({}))["sweetcomb-session:session-layer"], undefined);
  },

  "sources are filtered for the VRFs of namespaces, move along with them, change, and go": async (bed) => {
    const configuration = (vrf: string, prefix: string, action: string) => ({
      ...a.vrfs(a.vrf("apps", 65), a.vrf("more", 66)),
      ...layer({
        "rule-engine": "source-deny-list",
        namespace: [{ id: "plain" }, { id: "web", "ipv4-vrf": vrf, "ipv6-vrf": vrf }],
        "filtered-source": [
          { namespace: "default", prefix: "10.0.0.0/8" },
          { namespace: "plain", prefix: "10.1.0.0/16", action: "allow" },
          { namespace: "web", prefix, action },
          { namespace: "web", prefix: "2001:db8::/32" },
        ],
      }),
    });
    await isReadBack(bed, configuration("apps", "10.0.0.0/8", "deny"));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, configuration("apps", "10.0.0.0/8", "allow"));
    await isReadBack(bed, configuration("more", "192.0.2.0/24", "deny"));
    await isReadBack(bed, layer({ "rule-engine": "source-deny-list", namespace: [{ id: "plain" }] }));
    await isReadBack(bed, layer({ "rule-engine": "rules" }));
    await bed.configure({});
  },

  "filtered sources that VPP cannot have are refused, and no rule is taken for one": async (bed) => {
    const refused = (reason: RegExp, engine: string, ...filters: readonly a.Member[]) => {
      const settings = { "rule-engine": engine, namespace: [{ id: "plain" }], "filtered-source": filters };
      return assert.rejects(bed.configure(layer(settings)), reason);
    };
    const source = { namespace: "default", prefix: "10.0.0.0/8" };
    await refused(/rule engine source-deny-list/, "rules", source);
    await refused(/is not there/, "source-deny-list", { ...source, namespace: "other" });
    await refused(/entry of its own/, "source-deny-list", { ...source, prefix: "::/0" });
    await refused(/another namespace with the same VRF/, "source-deny-list", source, { ...source, namespace: "plain" });

    await bed.configure(layer({ "rule-engine": "rules" }));
    const other = await bed.asOther();
    const rule = { rmt: prefix("10.0.0.0/8"), lcl: prefix("0.0.0.0/0"), actionIndex: 0xffff_fffe, tag: "" };
    if (bed.simulator === undefined) await other.call(SessionRuleAddDel, { ...rule, isAdd: true });
    const read = (await bed.southbound.read({}))["sweetcomb-session:session-layer"] as a.Member;
    assert.equal(read["filtered-source"], undefined);
  },

  "rules decide by addresses and ports, the narrowest first, whatever order they come in": async (bed) => {
    const rule = (name: string, remote: string, more: a.Member = {}) => ({
      ...{ namespace: "default", name, transport: "tcp", "remote-prefix": remote, ...more },
    });
    const configuration = (...rules: readonly a.Member[]) => ({
      ...a.vrfs(a.vrf("apps", 65)),
      ...layer({
        "rule-engine": "rules",
        namespace: [{ id: "web", "ipv4-vrf": "apps", "ipv6-vrf": "apps" }, { id: "plain" }],
        rule: rules,
      }),
    });
    const narrow = rule("narrow", "10.0.0.0/16", { action: "allow" });
    const port = rule("port", "10.0.0.0/16", { "local-prefix": "192.0.2.1/32", "local-port": 443 });
    const others = [
      rule("other", "198.51.100.0/24", { namespace: "web", transport: "udp", "remote-port": 53 }),
      rule("six", "2001:db8::/32", { namespace: "web", action: "allow" }),
      rule("inside", "10.0.0.0/8", { namespace: "plain", scope: "local" }),
    ];
    await isReadBack(bed, configuration(narrow, ...others));
    assert.deepEqual(await bed.restartServer(), []);
    // What holds the others comes last, and begins as they do.
    await isReadBack(bed, configuration(narrow, port, ...others, rule("wide", "10.0.0.0/8")));
    await isReadBack(
      bed,
      configuration(narrow, port, rule("wide", "10.0.0.0/8"), rule("all", "0.0.0.0/0"), rule("all6", "::/0")),
    );
    if (bed.simulator === undefined) {
      const vpp = await bed.asOther();
      const lookup = async (words: string) =>
        (await vpp.call(CliInband, { cmd: `show session rules tcp ${words}` })).reply;
      assert.match(await lookup("192.0.2.9/32 80 10.0.7.7/32 5000"), /tag: default\/narrow/);
      assert.match(await lookup("192.0.2.1/32 443 10.0.7.7/32 5000"), /tag: default\/port/);
      assert.match(await lookup("192.0.2.9/32 80 10.1.7.7/32 5000"), /tag: default\/wide/);
      assert.match(await lookup("192.0.2.9/32 80 11.1.7.7/32 5000"), /tag: default\/all/);
    }
    await isReadBack(bed, configuration(port, rule("wide", "10.0.0.0/8", { action: "allow" })));
    await isReadBack(bed, configuration());
    await isReadBack(bed, layer({ "rule-engine": "source-deny-list" }));
    await bed.configure({});
  },

  "rules that share a part only, or match the same, are refused, and so is what no connection has": async (bed) => {
    const refused = (reason: RegExp, more: a.Member, ...others: readonly a.Member[]) => {
      const first = { namespace: "default", name: "a", transport: "tcp", "remote-prefix": "10.0.0.0/8" };
      const settings = {
        "rule-engine": "rules",
        namespace: [{ id: "plain" }],
        rule: [{ ...first, ...more }, ...others],
      };
      return assert.rejects(bed.configure(layer(settings)), reason);
    };
    const other = { namespace: "default", name: "b", transport: "tcp", "remote-prefix": "10.0.0.0/8" };
    await refused(/the same connections/, {}, other);
    const crossing = { ...other, "remote-prefix": "10.0.0.0/16" };
    await refused(/the same connections/, { "local-port": 443 }, crossing);
    await refused(/another namespace with the same VRF/, {}, { ...other, namespace: "plain" });
    await refused(/one address family/, { "local-prefix": "2001:db8::/32" });
    await refused(/no local side/, { scope: "local", "local-port": 443 });
    await refused(/is not there/, { namespace: "nowhere" });
    await refused(/63 bytes/, { name: "n".repeat(57) });
    const settings = { "rule-engine": "none", rule: [other] };
    await assert.rejects(bed.configure(layer(settings)), /rule engine rules/);
  },

  "a namespace moves along when its interface changes its VRF, and has no VRFs beside an interface": async (bed) => {
    const configuration = (vrf: string, more: a.Member = {}) => ({
      ...a.vrfs(a.vrf("apps", 65), a.vrf("more", 66)),
      ...a.interfaces(a.loopback("loop0", { "sweetcomb-routing:vrf": vrf })),
      ...layer({ namespace: [{ id: "web", interface: "loop0", ...more }] }),
    });
    await isReadBack(bed, configuration("apps"));
    await isReadBack(bed, configuration("more"));
    await assert.rejects(bed.configure(configuration("more", { "ipv4-vrf": "apps" })));
    await assert.rejects(bed.configure(layer({ namespace: [{ id: "default" }] })));
  },
};
