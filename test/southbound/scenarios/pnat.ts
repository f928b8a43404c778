/** Policy NAT. */

import assert from "node:assert/strict";
import {
  PnatAttachmentPoint,
  PnatBindingAddV2,
  PnatBindingAttach,
  PnatBindingDel,
  PnatBindingDetach,
  PnatBindingsGet,
  PnatInterfacesGet,
} from "vpp-binapi-ts/api";
import { matchTuple, rewriteTuple, type Translation } from "../../../translators/pnat/wire.js";
import type { TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const translated = (name: string, directions: Readonly<Record<string, readonly a.Member[]>>) =>
  a.loopback(name, {
    "sweetcomb-pnat:policy-nat": Object.fromEntries(
      Object.entries(directions).map(([direction, translation]) => [direction, { translation }]),
    ),
  });

const at = (swIfIndex: number) => ({ swIfIndex, attachment: PnatAttachmentPoint.PNAT_IP4_INPUT });

const dns = {
  name: "dns",
  match: { "destination-address": "192.0.2.53", protocol: "udp", "destination-port": 53 } as const,
  rewrite: { "destination-address": "198.51.100.53", "destination-port": 5353 },
};
const web = {
  name: "web",
  match: { "destination-address": "192.0.2.80", protocol: "tcp", "destination-port": 80 } as const,
  rewrite: {
    "source-address": "203.0.113.1",
    "destination-address": "198.51.100.80",
    "source-port": 1024,
    "destination-port": 8080,
    "copy-byte": { "from-offset": 8, "to-offset": 1 },
    "clear-byte": 0,
  },
};
const back = {
  name: "back",
  match: { "source-address": "198.51.100.53" },
  rewrite: { "source-address": "192.0.2.53" },
};

export const pnatScenarios: Scenarios = {
  "translations of both directions are read back, found by a restarted server, change in place, and go": async (
    bed,
  ) => {
    const configuration = a.interfaces(
      translated("loop0", { input: [web, dns], output: [back] }),
      translated("loop1", { input: [dns] }),
    );
    await isReadBack(bed, configuration);
    assert.deepEqual(await bed.restartServer(), []);
    const ping = { name: "ping", match: { protocol: "icmp" }, rewrite: { "destination-address": "192.0.2.99" } };
    const other = { ...web, rewrite: { "source-address": "203.0.113.2" } };
    await isReadBack(bed, a.interfaces(translated("loop0", { input: [dns, other], output: [ping] })));
    await isReadBack(bed, a.interfaces(translated("loop0", { input: [ping], output: [dns] })));
    await isReadBack(bed, a.interfaces(a.loopback("loop0")));
    assert.deepEqual(await leftIn(bed), []);
  },

  "translations that stay work on when another one goes, and follow an interface that is made anew": async (bed) => {
    await isReadBack(bed, a.interfaces(translated("loop0", { input: [web, dns] })));
    await isReadBack(bed, a.interfaces(translated("loop0", { input: [dns] })));
    const moved = { ...translated("loop0", { input: [dns] }), "sweetcomb-interfaces:loopback": { instance: 5 } };
    await isReadBack(bed, a.interfaces(moved));
    await bed.configure({});
    assert.deepEqual(await leftIn(bed), []);
  },

  "what is left attached by a server that ended while it took translations away gives way to what is configured":
    async (bed) => {
      await bed.configure(a.interfaces(a.loopback("loop0")));
      const { "if-index": swIfIndex } = (await a.interfaceOf(bed, "loop0")) as { "if-index": number };
      const other = await bed.asOther();
      const attach = async ({ match, rewrite }: Pick<Translation, "match" | "rewrite">) => {
        const asked = { match: matchTuple(match), rewrite: rewriteTuple(rewrite) };
        const { bindingIndex } = await other.call(PnatBindingAddV2, asked);
        await other.call(PnatBindingAttach, { ...at(swIfIndex), bindingIndex });
        return bindingIndex;
      };
      const gone = await attach(dns);
      await attach({ ...web, rewrite: { "source-address": "203.0.113.2" } });
      // With it VPP looks at no packets of the direction any more, and shows the other one nowhere.
      await other.call(PnatBindingDetach, { ...at(swIfIndex), bindingIndex: gone });
      await other.call(PnatBindingDel, { bindingIndex: gone });
      await isReadBack(bed, a.interfaces(translated("loop0", { input: [dns, web] })));
      await isReadBack(bed, a.interfaces(a.loopback("loop0")));
      assert.deepEqual(await leftIn(bed), []);
    },

  "what others attached and VPP looks at does not give way": async (bed) => {
    await bed.configure(a.interfaces(a.loopback("loop0")));
    const { "if-index": swIfIndex } = (await a.interfaceOf(bed, "loop0")) as { "if-index": number };
    const other = await bed.asOther();
    const asked = { match: matchTuple(dns.match), rewrite: rewriteTuple(back.rewrite) };
    const { bindingIndex } = await other.call(PnatBindingAddV2, asked);
    await other.call(PnatBindingAttach, { ...at(swIfIndex), bindingIndex });
    await assert.rejects(bed.configure(a.interfaces(translated("loop0", { input: [dns] }))), /pnat_binding_attach/);
    await other.call(PnatBindingDetach, { ...at(swIfIndex), bindingIndex });
    await other.call(PnatBindingDel, { bindingIndex });
    assert.deepEqual(await leftIn(bed), []);
  },

  "translations that VPP cannot look up together, or that do nothing, are refused": async (bed) => {
    const refused = (reason: RegExp, ...input: readonly a.Member[]) =>
      assert.rejects(bed.configure(a.interfaces(translated("loop0", { input }))), reason);
    await refused(/same leafs for all translations/, dns, back);
    await refused(/match the same packets/, dns, { ...web, match: dns.match });
    await refused(/matches at least one part/, { ...dns, match: {} });
    await refused(/rewrites at least one part/, { ...dns, rewrite: {} });
    await refused(/Ports are those of TCP or UDP/, { ...dns, match: { "destination-port": 53 } });
    await refused(/to another place/, { ...dns, rewrite: { "copy-byte": { "from-offset": 4, "to-offset": 4 } } });
    assert.deepEqual(await leftIn(bed), []);
  },
};

/** What VPP has of policy NAT. */
async function leftIn(bed: TestBed): Promise<readonly unknown[]> {
  const other = await bed.asOther();
  const left: unknown[] = [];
  for await (const binding of other.dump(PnatBindingsGet, { cursor: 0 })) left.push(binding);
  for await (const port of other.dump(PnatInterfacesGet, { cursor: 0 })) left.push(port);
  return left;
}
