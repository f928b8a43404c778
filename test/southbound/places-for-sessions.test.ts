import assert from "node:assert/strict";
import { test } from "node:test";
import type { TraceRecord } from "vpp-binapi-ts";
import { type Configuration, createTestBed } from "../translators/test-bed.js";
import { cnat } from "./cnat-configuration.js";
import * as a from "./configurations.js";

interface Fields {
  readonly vrfId: number;
  readonly isIpv6: boolean;
  readonly enableDisable: boolean;
}

/** What is said of cnat and of the tables of interfaces, in short. */
const words: Readonly<Record<string, (fields: Fields) => string>> = {
  feature_cnat_enable_disable: ({ enableDisable }) => (enableDisable ? "enable" : "disable"),
  sw_interface_set_table: ({ vrfId, isIpv6 }) => `${isIpv6 ? "ip6" : "ip4"} ${vrfId}`,
};

test("VPP has places for the sessions of all tables before cnat is enabled, and of each table that is made later, also while cnat is off", async () => {
  let heard: string[] = [];
  const listen = ({ direction, name, fields }: TraceRecord) => {
    if (direction === "sent" && name in words) heard.push(words[name]!(fields as Fields));
  };
  const bed = await createTestBed({ listen });
  const said = async (configuration: Configuration) => {
    heard = [];
    await bed.configure(configuration);
    return heard;
  };
  const inRed = a.interfaces(a.loopback("loop0", { "sweetcomb-routing:vrf": "red" }));
  const red = { ...a.vrfs(a.vrf("red", 20)), ...inRed };
  const enabled = cnat({ interface: [{ name: "loop0" }] });
  const back = ["ip4 0", "ip6 0"];
  try {
    await bed.configure(red);
    assert.deepEqual(await said({ ...red, ...enabled }), ["disable", "ip4 20", "ip6 20", ...back, "enable"]);
    const later = await said({ ...a.vrfs(a.vrf("red", 20), a.vrf("blue", 21)), ...inRed, ...enabled });
    assert.deepEqual(later, ["ip4 21", ...back, "ip6 21", ...back]);
    // The first table that goes: a server that lost its connection may have left the part of local0 there.
    assert.deepEqual(await said(red), ["disable", ...back]);
    const green = { ...a.vrfs(a.vrf("red", 20), a.vrf("green", 22)), ...inRed };
    assert.deepEqual(await said(green), ["ip4 22", ...back, "ip6 22", ...back]);
    assert.deepEqual(await said({ ...green, ...enabled }), ["enable"]);
  } finally {
    await bed.close();
  }
});
