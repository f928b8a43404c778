import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createSealer, isSealed, SealError } from "../../src/secrets/seal.js";

const sealer = createSealer(new Uint8Array(32).fill(1));
const place = "/shop:safe/combination";

test("what was sealed is opened again, whatever it is", () => {
  const clearText = fc.string({ unit: "binary" }).filter((text) => !isSealed(text));
  fc.assert(fc.property(clearText, (clear) => assert.equal(sealer.unseal(place, sealer.seal(place, clear)), clear)));
});

test("the same secret in the same place has one sealed text, in another place another", () => {
  assert.equal(sealer.seal(place, "open sesame"), sealer.seal(place, "open sesame"));
  assert.notEqual(sealer.seal(place, "open sesame"), sealer.seal("/shop:door/code", "open sesame"));
  assert.notEqual(sealer.seal(place, "open sesame"), sealer.seal(place, "open sesamf"));
});

test("a sealed text is not sealed again, and a clear one is not opened", () => {
  const sealed = sealer.seal(place, "open sesame");
  assert.equal(sealer.seal(place, sealed), sealed);
  assert.equal(sealer.unseal(place, "open sesame"), "open sesame");
});

test("a sealed text does not show the secret", () => {
  const sealed = sealer.seal(place, "open sesame");
  assert.match(sealed, /^\$sc1\$[A-Za-z0-9+/]+={0,2}$/);
  assert.doesNotMatch(Buffer.from(sealed.slice(5), "base64").toString("latin1"), /sesame/);
});

test("another key, another place and any changed character are refused without telling the text", () => {
  const sealed = sealer.seal(place, "open sesame");
  const refused = (attempt: () => unknown) =>
    assert.throws(attempt, (error: Error) => error instanceof SealError && !error.message.includes(sealed));
  refused(() => createSealer(new Uint8Array(32).fill(2)).unseal(place, sealed));
  refused(() => sealer.unseal("/shop:door/code", sealed));
  refused(() => sealer.unseal(place, "$sc1$AAAA"));
  const bytes = Buffer.from(sealed.slice(5), "base64");
  for (const index of bytes.keys()) {
    const damaged = Buffer.from(bytes);
    damaged[index]! ^= 1;
    refused(() => sealer.unseal(place, `$sc1$${damaged.toString("base64")}`));
  }
});

test("a key of another length is refused", () => {
  assert.throws(() => createSealer(new Uint8Array(16)), /32 bytes/);
});
