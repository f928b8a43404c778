/** What protocols of an interface are doing, as VPP tells it where nobody else is on the link. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import type { Scenarios } from "../scenario.js";

const aFewSeconds = 10_000;

export const protocolStateScenarios: Scenarios = {
  "LLDP shows when a neighbour was heard, and itself on a loopback, which hears what it sends": async (bed) => {
    // VPP takes LLDP only where its two numberings of interfaces agree.
    const names = ["loop0", "loop1", "loop2", "loop3"];
    await bed.configure(a.interfaces(...names.map((name) => a.loopback(name))));
    const enabled = { "sweetcomb-lldp:lldp": { enabled: true } };
    for (const name of names) {
      const others = names.filter((other) => other !== name).map((other) => a.loopback(other));
      const refused = await bed.configure(a.interfaces(...others, a.loopback(name, enabled))).then(
        () => false,
        ({ tag }: { readonly tag?: string }) => tag === "operation-not-supported",
      );
      if (refused) continue;
      const shown = await a.interfaceOf(bed, name);
      const { "last-sent": sent, neighbor } = shown!["sweetcomb-lldp:lldp"] as Shown;
      assert.equal(neighbor["port-id"], name);
      assert.equal(neighbor["chassis-id"], String(shown!["phys-address"]).replaceAll(":", ""));
      for (const time of [sent, neighbor["last-heard"]!]) {
        assert.ok(Math.abs(Date.parse(time) - Date.now()) < aFewSeconds, `${time} is not now`);
      }
    }
  },

  "router advertisements show what they say beside what is configured": async (bed) => {
    const advertisements = { "send-advertisements": true, "max-rtr-adv-interval": 20, "default-lifetime": 60 };
    const { "ietf-ip:ipv6": ipv6 } = a.addresses("2001:db8::1/64");
    const withAdvertisements = {
      ...(ipv6 as object),
      "ietf-ipv6-unicast-routing:ipv6-router-advertisements": advertisements,
    };
    await bed.configure(a.interfaces(a.loopback("loop0", { "ietf-ip:ipv6": withAdvertisements })));
    const shown = await a.interfaceOf(bed, "loop0");
    assertContains(shown?.["ietf-ip:ipv6"], {
      "ietf-ipv6-unicast-routing:ipv6-router-advertisements": {
        ...advertisements,
        "sweetcomb-neighbors:advertised": {
          "hop-limit": 64,
          "link-mtu": 9000,
          "reachable-time": 0,
          "retransmit-interval": 0,
        },
        "sweetcomb-neighbors:initial-done": false,
      },
    });
  },

  "a key of BFD shows how many sessions use it": async (bed) => {
    const keys = [7, 8].map((id) => ({ id, algorithm: "keyed-sha1", secret: "0011" }));
    const session = {
      interface: "loop0",
      "local-address": "192.0.2.1",
      "peer-address": "192.0.2.2",
      "desired-min-tx-interval": 100_000,
      "required-min-rx-interval": 100_000,
      "detection-multiplier": 3,
      authentication: { key: 7, "key-id": 1 },
    };
    await bed.configure({
      ...a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24"))),
      "sweetcomb-bfd:bfd": { "authentication-key": keys, session: [session] },
    });
    const read = await bed.southbound.read({ paths: ["/sweetcomb-bfd:bfd"] });
    const { "authentication-key": shown } = read["sweetcomb-bfd:bfd"] as { "authentication-key": readonly a.Member[] };
    assert.deepEqual(shown.map(({ id, "use-count": uses }) => [id, uses]).sort(), [
      [7, 1],
      [8, 0],
    ]);
  },
};

interface Shown {
  readonly "last-sent": string;
  readonly neighbor: Readonly<Record<string, string>>;
}
