// Whatever bytes come in, parsing ends in a tree or in a LibyangError, never in a trap, and leaves nothing behind.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type DataFormat, LibyangError, LibyangTrapError, type OperationType, type YangContext } from "../src/index.js";
import { parseFleet, twoVehicles, withFleet } from "./support/fleet.js";

const budget: fc.Parameters<unknown> = { numRuns: 3000, interruptAfterTimeLimit: 4000, markInterruptAsFailure: false };
const dispatch = `<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="1">
  <dispatch xmlns="urn:sweetcomb:test:fleet"><plate>A-1</plate><urgent>true</urgent></dispatch></rpc>`;

/** A valid text with a few bytes changed, removed, repeated or put elsewhere. */
function mutated(original: Buffer): fc.Arbitrary<Buffer> {
  const offset = fc.nat({ max: original.length - 1 });
  const change = fc.record({
    kind: fc.constantFrom("replace", "remove", "repeat", "insert"),
    start: offset,
    length: fc.integer({ min: 1, max: 40 }),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      fc
        .constantFrom("<", ">", "&", "</", "]]>", "<![CDATA[", "{", "}", "[", "]", '"', "\\u0000", ",", ":", "\0")
        .map((text) => Buffer.from(text)),
    ),
  });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let text = original;
    for (const { kind, start, length, bytes } of changes) {
      const before = text.subarray(0, start);
      const taken = text.subarray(start, start + length);
      const after = text.subarray(start + length);
      const middle = {
        replace: [bytes],
        remove: [],
        repeat: [taken, taken],
        insert: [taken, bytes],
      }[kind as "replace" | "remove" | "repeat" | "insert"];
      text = Buffer.concat([before, ...middle, after]);
    }
    return text;
  });
}

function survives(context: YangContext, parse: () => Disposable): void {
  try {
    parse()[Symbol.dispose]();
  } catch (error) {
    if (error instanceof LibyangTrapError || !(error instanceof LibyangError)) throw error;
  }
  assert.equal(context.instance.liveHandles, 1);
}

function parsesAsData(context: YangContext, bytes: Uint8Array, format: DataFormat): void {
  survives(context, () => context.parseData(bytes, format, { validate: { present: true } }));
  survives(context, () => context.parseData(bytes, format, { opaque: true }));
}

function parsesAsOperation(context: YangContext, bytes: Uint8Array, format: DataFormat, type: OperationType): void {
  survives(context, () => context.parseOperation(bytes, format, type));
}

test("random bytes", async () => {
  await withFleet((context) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        parsesAsData(context, bytes, "xml");
        parsesAsData(context, bytes, "json");
        parsesAsOperation(context, bytes, "xml", "netconf-rpc");
      }),
      budget,
    );
  });
});

for (const format of ["xml", "json"] as const) {
  test(`mutated ${format} data`, async () => {
    await withFleet((context) => {
      const tree = parseFleet(context, { ...twoVehicles, remarks: { a: { b: [1, "x", null] } } });
      const original = tree.print(format);
      tree[Symbol.dispose]();
      fc.assert(
        fc.property(mutated(original), (bytes) => parsesAsData(context, bytes, format)),
        budget,
      );
    });
  });
}

test("mutated rpcs", async () => {
  await withFleet((context) => {
    fc.assert(
      fc.property(mutated(Buffer.from(dispatch)), (bytes) => parsesAsOperation(context, bytes, "xml", "netconf-rpc")),
      budget,
    );
  });
});

test("mutated JSON operations and notifications", async () => {
  await withFleet((context) => {
    const rpc = Buffer.from('{"fleet:dispatch":{"plate":"A-1","urgent":true}}');
    const event = Buffer.from(
      '{"ietf-restconf:notification":{"eventTime":"2025-01-01T00:00:00Z","fleet:breakdown":{"plate":"A-1"}}}',
    );
    fc.assert(
      fc.property(mutated(rpc), mutated(event), (request, notification) => {
        parsesAsOperation(context, request, "json", "rpc");
        parsesAsOperation(context, notification, "json", "restconf-notification");
      }),
      budget,
    );
  });
});

test("XPath made of its own tokens", async () => {
  await withFleet((context) => {
    const token = fc.constantFrom(
      ..."/ // . .. * @ [ ] ( ) | + - = != < and or div mod 1 'x' fleet:fleet vehicle plate current() count( string( ::".split(
        " ",
      ),
      ..."ancestor:: following-sibling::* deref( re-match( bit-is-set( $var : ,".split(" "),
    );
    using tree = parseFleet(context, twoVehicles);
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const expression = tokens.join("");
        try {
          tree.evaluate(expression);
        } catch (error) {
          if (error instanceof LibyangTrapError || !(error instanceof LibyangError)) throw error;
        }
      }),
      budget,
    );
  });
});
