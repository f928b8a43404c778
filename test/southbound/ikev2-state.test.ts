/** What peers have agreed on, as a real VPP 26.06 was seen telling it of one that it had called. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Ikev2ChildSaV2Dump, Ikev2SaDump, Ikev2TrafficSelectorDump } from "vpp-binapi-ts/api";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";

const profilePath = "/sweetcomb-ikev2:ikev2/profile";

describe("IKEv2 shows what peers have agreed on", () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed();
    await bed.configure({
      ...a.interfaces(a.loopback("loop0")),
      "sweetcomb-ikev2:ikev2": {
        profile: [
          profile("to the east", { type: "fqdn", value: "east.example" }),
          profile("to the west", { type: "fqdn", value: "farther west.example" }),
          profile("to 192.0.3.1", { type: "ipv4-address", value: "192.0.3.1" }, "192.0.3.1"),
          profile("to 192.0.4.1", { type: "ipv4-address", value: "192.0.4.1" }, "192.0.4.1"),
          { name: "to anybody", authentication: { "pre-shared-key": "one" } },
        ],
      },
    });
  });
  after(() => bed?.close());

  test("identities, algorithms, traffic and counters of an association, and none of its keys", async () => {
    tellOfAssociation(bed);
    assert.deepEqual(await associationsOf(bed, "to the east"), [
      {
        index: 1,
        state: "authenticated",
        "initiator-address": "192.0.2.1",
        "responder-address": "192.0.2.2",
        "initiator-spi": "a43879a9cda4d372",
        "responder-spi": "6126a5d0b4f24ee4",
        "initiator-identity": { type: "fqdn", value: "west.example" },
        "responder-identity": { type: "fqdn", value: "east.example" },
        encryption: "aes-cbc",
        "key-size": 256,
        integrity: "sha2-256-128",
        prf: "hmac-sha2-384",
        "dh-group": "modp-2048",
        retransmissions: 5,
        "init-retransmissions": 6,
        "init-requests": 3,
        "auth-requests": 4,
        "rekey-requests": 2,
        keepalives: 1,
        child: [
          {
            index: 0,
            "initiator-spi": 1660981142,
            "responder-spi": 2590160617,
            uptime: "2",
            encryption: "aes-gcm-16",
            "key-size": 128,
            integrity: "none",
            "extended-sequence-numbers": true,
            "initiator-traffic": [traffic("10.1.0.0", "10.1.255.255")],
            "responder-traffic": [traffic("10.2.0.0", "10.2.255.255")],
          },
        ],
      },
    ]);
    assert.deepEqual(await associationsOf(bed, "to the west"), []);
  });

  test("an association is of no profile while its peer has not said who it is, and no profile is shown with it", async () => {
    tellOfAssociation(bed, { iId: nobody, rId: nobody });
    for (const name of ["to the east", "to the west", "to anybody"])
      assert.deepEqual(await associationsOf(bed, name), []);
  });

  test("an association whose traffic got no keys is of the peer that it says, in an unknown state", async () => {
    tellOfAssociation(bed, { iId: east, rId: west }, { keys: noKeys });
    const [association] = (await associationsOf(bed, "to the east")) as [Readonly<Record<string, unknown>>];
    assert.equal(association.state, "unknown");
    assert.deepEqual(association["initiator-identity"], { type: "fqdn", value: "east.example" });
  });

  test("one of several profiles whose identities VPP tells alike is found by the place of the peer", async () => {
    const ends = { iId: west, rId: { type: 1, dataLen: 4, data: "\ufffd" } };
    tellOfAssociation(bed, ends);
    assert.deepEqual(await indexesOf(bed, "to 192.0.3.1"), []);
    assert.deepEqual(await indexesOf(bed, "to 192.0.4.1"), []);
    tellOfAssociation(bed, { ...ends, raddr: ip4(192, 0, 4, 1) });
    assert.deepEqual(await indexesOf(bed, "to 192.0.3.1"), []);
    assert.deepEqual(await indexesOf(bed, "to 192.0.4.1"), [1]);
  });

  test("a reader of a profile without associations does not ask for those of others", async () => {
    tellOfAssociation(bed);
    bed.simulator!.clearJournal();
    await bed.southbound.read({ paths: [profilePath], entries: new Map([[profilePath, [{ name: "to the west" }]]]) });
    const asked = bed.simulator!.journal.map(({ message }) => message);
    assert.ok(asked.includes(Ikev2SaDump.name));
    assert.ok(!asked.includes(Ikev2ChildSaV2Dump.name));
  });

  test("a resync asks for no association", async () => {
    bed.simulator!.clearJournal();
    await bed.resync();
    assert.ok(!bed.simulator!.journal.some(({ message }) => message === Ikev2SaDump.name));
  });
});

const west = { type: 2, dataLen: 12, data: "west.example" };
const east = { type: 2, dataLen: 12, data: "east.example" };
const nobody = { type: 0, dataLen: 0, data: "" };
const noKeys = { skEi: new Uint8Array(64), skEiLen: 0 };

function profile(name: string, peer: Readonly<Record<string, string>>, address?: string) {
  return {
    name,
    authentication: { "pre-shared-key": "one" },
    "local-identity": { type: "fqdn", value: "west.example" },
    "remote-identity": peer,
    ...(address !== undefined && { responder: { interface: "loop0", address } }),
  };
}

/** The keys are those of nobody. */
function tellOfAssociation({ simulator }: TestBed, otherwise: object = {}, childOtherwise: object = {}): void {
  const keys = { skD: new Uint8Array(64).fill(0xa1), skDLen: 48, skEi: new Uint8Array(64).fill(0xa2), skEiLen: 32 };
  const sa = {
    saIndex: 1,
    ispi: 0xa43879a9cda4d372n,
    rspi: 0x6126a5d0b4f24ee4n,
    iaddr: ip4(192, 0, 2, 1),
    raddr: ip4(192, 0, 2, 2),
    keys,
    iId: west,
    rId: east,
    encryption: { transformType: 1, transformId: 12, keyLen: 32, blockSize: 16 },
    integrity: { transformType: 3, transformId: 12, keyLen: 32, keyTrunc: 16 },
    prf: { transformType: 2, transformId: 6, keyLen: 48, keyTrunc: 48 },
    dh: { transformType: 4, transformId: 14, keyLen: 256 },
    stats: {
      nKeepalives: 1,
      nRekeyReq: 2,
      nSaInitReq: 3,
      nSaAuthReq: 4,
      nRetransmit: 5,
      nInitSaRetransmit: 6,
    },
    ...otherwise,
  };
  const childSa = {
    saIndex: 1,
    iSpi: 1660981142,
    rSpi: 2590160617,
    keys,
    encryption: { transformType: 1, transformId: 20, keyLen: 16, blockSize: 16 },
    esn: { transformType: 5, transformId: 1 },
    uptime: 2.4990037068683932,
    ...childOtherwise,
  };
  simulator!.learn(Ikev2SaDump, () => [{ sa }]);
  simulator!.learn(Ikev2ChildSaV2Dump, (_, { saIndex }) => (saIndex === 1 ? [{ childSa }] : []));
  simulator!.learn(Ikev2TrafficSelectorDump, (_, { saIndex, isInitiator }) => {
    const net = isInitiator ? 1 : 2;
    const addresses = { startAddr: ip4(10, net, 0, 0), endAddr: ip4(10, net, 255, 255) };
    return saIndex === 1 ? [{ ts: { saIndex, isLocal: isInitiator, endPort: 65535, ...addresses } }] : [];
  });
}

async function associationsOf({ southbound }: TestBed, profile: string): Promise<unknown> {
  const read = await southbound.read({ paths: ["/sweetcomb-ikev2:ikev2"] });
  const { profile: list } = read["sweetcomb-ikev2:ikev2"] as { profile: readonly Record<string, unknown>[] };
  return list.find(({ name }) => name === profile)?.["security-association"];
}

async function indexesOf(bed: TestBed, profileName: string): Promise<readonly unknown[]> {
  const shown = (await associationsOf(bed, profileName)) as readonly { readonly index: unknown }[];
  return shown.map(({ index }) => index);
}

function traffic(first: string, last: string) {
  const ports = { "first-port": 0, "last-port": 65535 };
  return { index: 0, protocol: 0, ...ports, "first-address": first, "last-address": last };
}

function ip4(...bytes: readonly number[]) {
  return { af: 0, un: { ip4: Uint8Array.from(bytes) } };
}
