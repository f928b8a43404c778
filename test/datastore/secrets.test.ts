import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import type { Session } from "../../src/operations/management.js";
import { createSealer } from "../../src/secrets/seal.js";
import { createManagementBed, type ManagementBed } from "../support/management-bed.js";
import { testSealingKey } from "../support/sealing-key.js";

const clearKey = "a1".repeat(16);
const otherKey = "b2".repeat(16);
const place = "/sweetcomb-ipsec:ipsec/security-association/encryption-key";
const sealer = createSealer(testSealingKey);
const associations = "/restconf/data/sweetcomb-ipsec:ipsec/security-association=7";

/** Content of <config> with one security association. */
function association(key: string): string {
  return `<ipsec xmlns="urn:sweetcomb:params:xml:ns:yang:sweetcomb-ipsec"><security-association><id>7</id><spi>700</spi>
    <encryption-algorithm>aes-gcm-128</encryption-algorithm><encryption-key>${key}</encryption-key>
    </security-association></ipsec>`;
}

function editConfig(target: "running" | "candidate", content: string): string {
  return `<edit-config><target><${target}/></target><config>${content}</config></edit-config>`;
}

describe("secrets of the configuration", () => {
  let bed: ManagementBed;
  let session: Session;

  before(async () => {
    bed = await createManagementBed();
    session = bed.openSession();
  });
  after(() => bed.close());
  beforeEach(async () => {
    assert.equal(await bed.netconf(session, editConfig("running", association(otherKey))), "ok");
  });

  const storedText = () =>
    [...bed.store.entries(0)]
      .flatMap(({ forward, inverse }) => [Buffer.from(forward).toString(), Buffer.from(inverse).toString()])
      .join("\n");

  test("are sealed in running, in the candidate and in the journal", async () => {
    assert.equal(await bed.netconf(session, editConfig("candidate", association(clearKey))), "ok");
    assert.ok((await bed.read("candidate")).includes(sealer.seal(place, clearKey)));
    assert.equal(await bed.netconf(session, "<commit/>"), "ok");
    const running = await bed.read("running");
    assert.ok(running.includes(sealer.seal(place, clearKey)));
    const stored = storedText();
    for (const text of [running, stored]) for (const key of [clearKey, otherKey]) assert.ok(!text.includes(key));
    assert.ok(stored.includes(sealer.seal(place, clearKey)));
  });

  test("written again change nothing", async () => {
    const before = bed.store.lastRevision;
    assert.equal(await bed.netconf(session, editConfig("running", association(otherKey))), "ok");
    assert.equal(bed.store.lastRevision, before);
  });

  test("are sealed when RESTCONF writes the leaf alone, or what holds it", async () => {
    const put = (url: string, body: object) =>
      bed.restconf.inject({
        method: "PUT",
        url,
        headers: { "content-type": "application/yang-data+json" },
        payload: JSON.stringify(body),
      });
    const leaf = await put(`${associations}/encryption-key`, { "sweetcomb-ipsec:encryption-key": clearKey });
    assert.equal(leaf.statusCode, 204);
    assert.ok((await bed.read("running")).includes(sealer.seal(place, clearKey)));
    const entry = { id: 7, spi: 700, "encryption-algorithm": "aes-gcm-128", "encryption-key": otherKey };
    const whole = await put(associations, { "sweetcomb-ipsec:security-association": [entry] });
    assert.equal(whole.statusCode, 204);
    assert.ok((await bed.read("running")).includes(sealer.seal(place, otherKey)));
  });

  test("come back from a backup, and from copy-config of a whole configuration", async () => {
    const backup = association(sealer.seal(place, otherKey));
    assert.equal(await bed.netconf(session, editConfig("running", association(clearKey))), "ok");
    assert.equal(await bed.netconf(session, editConfig("running", backup)), "ok");
    assert.ok((await bed.read("running")).includes(sealer.seal(place, otherKey)));
    const copy = `<copy-config><target><candidate/></target><source><config>${association(clearKey)}</config></source></copy-config>`;
    assert.equal(await bed.netconf(session, copy), "ok");
    const candidate = await bed.read("candidate");
    assert.ok(candidate.includes(sealer.seal(place, clearKey)) && !candidate.includes(clearKey));
    assert.equal(await bed.netconf(session, "<discard-changes/>"), "ok");
  });

  test("are refused when another installation sealed them, when they are of another leaf, or damaged", async () => {
    const sealedElsewhere = createSealer(new Uint8Array(32).fill(9)).seal(place, clearKey);
    const ofAnotherLeaf = sealer.seal("/sweetcomb-ipsec:ipsec/security-association/integrity-key", clearKey);
    const damaged = sealer.seal(place, clearKey).replace(/....$/, "AAAA");
    const before = await bed.read("running");
    for (const text of [sealedElsewhere, ofAnotherLeaf, damaged]) {
      assert.equal(await bed.netconf(session, editConfig("running", association(text))), "invalid-value");
    }
    assert.equal(await bed.read("running"), before);
  });

  test("are not repeated in the error when they do not fit the leaf", async () => {
    const answer = await bed.restconf.inject({
      method: "PUT",
      url: `${associations}/encryption-key`,
      headers: { "content-type": "application/yang-data+json" },
      payload: JSON.stringify({ "sweetcomb-ipsec:encryption-key": "Not-Hexadecimal" }),
    });
    assert.equal(answer.statusCode, 400);
    assert.match(answer.body, /encryption-key/);
    assert.doesNotMatch(answer.body, /Not-Hexadecimal/);
    const messages = await bed.netconfErrors(session, editConfig("running", association("Not-Hexadecimal")));
    assert.equal(messages.length, 1);
    assert.doesNotMatch(JSON.stringify(messages), /Not-Hexadecimal/);
  });
});
