/** What a commit says to VPP so that lists go on acting on a port: VPP forgets them in layer 2 when the port leaves it. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";

describe("lists of a port that comes into layer 2", () => {
  let bed: TestBed;
  let heard: string[] = [];
  before(async () => {
    const listen = ({ name, fields }: { readonly name: string; readonly fields?: unknown }) => {
      const { acls, enableDisable } = (fields ?? {}) as {
        readonly acls?: readonly number[];
        readonly enableDisable?: boolean;
      };
      if (name === "acl_interface_set_acl_list") heard.push(`bind ${acls?.length}`);
      if (name === "macip_acl_interface_add_del") heard.push("bind for Ethernet");
      if (name === "feature_gso_enable_disable") heard.push(enableDisable ? "segment" : "segment no more");
      if (name === "sw_interface_set_l2_bridge") heard.push("bridge");
    };
    bed = await createTestBed({ listen });
  });
  after(() => bed?.close());

  const configure = async (l2: a.Member, lists: readonly string[] = ["guard", "any"], gso = false) => {
    heard = [];
    const rest = { name: "rest", matches: {}, actions: { forwarding: "ietf-access-control-list:accept" } };
    const list = (name: string, type: string) => ({ name, type, aces: { ace: [rest] } });
    const ingress = { "acl-sets": { "acl-set": lists.map((name) => ({ name })) } };
    await bed.configure({
      "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "lan", id: 10 }] },
      ...a.interfaces(a.loopback("loop0", { "sweetcomb-l2:l2": l2, "sweetcomb-interfaces:gso": gso })),
      "ietf-access-control-list:acls": {
        acl: [list("guard", "ietf-access-control-list:eth-acl-type"), list("any", "sweetcomb-acl:ip-acl-type")],
        ...(lists.length > 0 && { "attachment-points": { interface: [{ "interface-id": "loop0", ingress }] } }),
      },
    });
    return heard;
  };
  const bridged = { bridge: { domain: "lan" } };

  test("are taken off and bound again before it is a port", async () => {
    await configure({});
    const said = await configure(bridged);
    assert.deepEqual(said.toSorted(), ["bind 0", "bind 1", "bind for Ethernet", "bridge"]);
    assert.deepEqual(
      said.filter((each) => each !== "bind for Ethernet"),
      ["bind 0", "bind 1", "bridge"],
    );
    assert.equal(said.at(-1), "bridge");
  });

  test("are taken off while there is no segmentation of what goes out", async () => {
    await configure({}, ["any"], true);
    assert.deepEqual(await configure(bridged, ["any"], true), [
      "segment no more",
      "bind 0",
      "bind 1",
      "segment",
      "bridge",
    ]);
  });

  test("are not asked for where there are none", async () => {
    await configure({}, []);
    assert.deepEqual(await configure(bridged, []), ["bridge"]);
  });
});
