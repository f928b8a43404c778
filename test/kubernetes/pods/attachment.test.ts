/** What annotations and the configuration say of a pod's attachment, and what is not obeyed. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AttachmentSettings, attachmentOf } from "../../../src/kubernetes/pods/attachment.js";
import { testSettings } from "../cluster-settings.js";

const prefix = "sweetcomb.io/";
const given = (annotations: Record<string, string>, settings: Partial<AttachmentSettings> = {}) => {
  const told: string[] = [];
  const named = Object.fromEntries(Object.entries(annotations).map(([name, value]) => [prefix + name, value]));
  const pod = { metadata: { namespace: "shop", name: "web-0", uid: "u1", annotations: named } };
  const attachment = attachmentOf(pod, { ...testSettings.pods, ...settings }, (message) => told.push(message));
  return { attachment, told: told.length };
};

describe("the attachment of a pod", () => {
  const cases: readonly (readonly [string, Record<string, string>, object])[] = [
    ["is an interface that is there", { interface: "tap7" }, {}],
    ["is a memif", { interface: "m", memif: "/run/sweetcomb/pods/a" }, { memif: { socket: "/run/sweetcomb/pods/a" } }],
    [
      "is a memif with a number",
      { interface: "m", memif: "/run/sweetcomb/pods/a", "memif-id": "3" },
      { memif: { socket: "/run/sweetcomb/pods/a", id: 3 } },
    ],
    [
      "is a vhost-user device",
      { interface: "v", "vhost-user": "/run/sweetcomb/pods/v" },
      { "vhost-user": { socket: "/run/sweetcomb/pods/v" } },
    ],
    [
      "is a tap",
      { interface: "t", tap: "/proc/17/ns/net", "tap-device": "eth1" },
      { tap: { "namespace-path": "/proc/17/ns/net", device: "eth1" } },
    ],
  ];
  for (const [what, annotations, choice] of cases) {
    it(what, () => {
      assert.deepEqual(given(annotations), { attachment: { interface: annotations.interface, choice }, told: 0 });
    });
  }

  it("is none without an annotation, unless the configuration names the interfaces", () => {
    assert.equal(given({}).attachment, undefined);
    const named = given({}, { interfaceName: "pod-{namespace}-{name}-{uid}" });
    assert.deepEqual(named.attachment, { interface: "pod-shop-web-0-u1", choice: {} });
  });

  it("is not what annotations say when they do not count", () => {
    assert.equal(given({ interface: "tap7" }, { annotations: false }).attachment, undefined);
  });

  it("is none with a name that may not be, and that is told", () => {
    assert.deepEqual(given({ interface: "x".repeat(64) }), { attachment: undefined, told: 1 });
    assert.deepEqual(given({ interface: "uplink" }, { interfacePrefix: "pod-" }), { attachment: undefined, told: 1 });
  });

  const refused: readonly (readonly [string, Record<string, string>])[] = [
    ["elsewhere", { memif: "/run/vpp/api.sock" }],
    ["out of the folder by its dots", { memif: "/run/sweetcomb/pods/../../vpp/api.sock" }],
    ["too long", { "vhost-user": `/run/sweetcomb/pods/${"x".repeat(100)}` }],
    ["beside another one", { memif: "/run/sweetcomb/pods/a", tap: "/proc/1/ns/net" }],
    ["with a number that is none", { memif: "/run/sweetcomb/pods/a", "memif-id": "-1" }],
    ["no network namespace", { tap: "/etc/passwd" }],
  ];
  for (const [what, annotations] of refused) {
    it(`is not made at a path that is ${what}, and that is told`, () => {
      const expected = { attachment: { interface: "i", choice: {} }, told: 1 };
      assert.deepEqual(given({ interface: "i", ...annotations }), expected);
    });
  }
});
