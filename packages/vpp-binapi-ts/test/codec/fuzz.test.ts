import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import fc from "fast-check";
import { apiModules } from "../../src/api/index.js";
import { type AnyType, decodeMessage, encodeMessage, type Message, VppDecodeError } from "../../src/index.js";

const messages: readonly Message<unknown>[] = apiModules.flatMap((module) => module.messages);
const anyMessage = fc.constantFrom(...messages);
const runs = { numRuns: 500, interruptAfterTimeLimit: 5_000 };

test("arbitrary bytes are decoded or refused with a typed error, whatever message they are taken for", () => {
  fc.assert(
    fc.property(anyMessage, fc.uint8Array({ maxLength: 400 }), (message, bytes) => {
      try {
        decodeMessage(message, Buffer.from(bytes));
      } catch (error) {
        assert.ok(error instanceof VppDecodeError, String(error));
      }
    }),
    runs,
  );
});

test("what is decoded from bytes without text is encoded to bytes that decode to the same", () => {
  fc.assert(
    fc.property(anyMessage, fc.uint8Array({ minLength: 400, maxLength: 2000 }), (message, bytes) => {
      fc.pre(!holdsText(message.body as AnyType));
      let decoded: ReturnType<typeof decodeMessage>;
      try {
        decoded = decodeMessage(message, Buffer.from(bytes));
      } catch {
        return;
      }
      const again = decodeMessage(message, encodeMessage(message, decoded, decoded.fields as object));
      assert.deepEqual(again, decoded);
    }),
    runs,
  );
});

test("every message is complete: cut anywhere, it is refused", () => {
  for (const message of messages) {
    const bytes = encodeMessage(message, { id: 1, clientIndex: 2, context: 3 }, {});
    assert.doesNotThrow(() => decodeMessage(message, bytes), message.name);
    assert.throws(() => decodeMessage(message, bytes.subarray(0, bytes.length - 1)), VppDecodeError, message.name);
  }
});

/** Text is not kept byte for byte: what is not UTF-8 is replaced, what follows the NUL is dropped. */
function holdsText(type: AnyType): boolean {
  const inner = type as AnyType & {
    fields?: readonly [string, AnyType][];
    members?: readonly [string, AnyType][];
    element?: AnyType;
  };
  if (type.kind === "string") return true;
  if (inner.element !== undefined) return holdsText(inner.element);
  return [...(inner.fields ?? []), ...(inner.members ?? [])].some(([, each]) => holdsText(each));
}
