import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FrameDecoder } from "../../../src/northbound/netconf/frame-decoder.js";
import { frameMessage } from "../../../src/northbound/netconf/frame-encoder.js";
import { type Framing, FramingError, MessageTooBigError } from "../../../src/northbound/netconf/framing.js";

const FRAMINGS: readonly Framing[] = ["end-of-message", "chunked"];

function decoderFor(framing: Framing, maxMessageBytes = 1_000_000): FrameDecoder {
  const decoder = new FrameDecoder(maxMessageBytes);
  decoder.use(framing, maxMessageBytes);
  return decoder;
}

function decodeAll(decoder: FrameDecoder, ...parts: readonly (string | Buffer)[]): string[] {
  return parts.flatMap((part) => [...decoder.decode(Buffer.from(part))]).map((message) => message.toString("latin1"));
}

async function encode(framing: Framing, pieces: readonly Uint8Array[]): Promise<Buffer> {
  async function* stream() {
    yield* pieces;
  }
  const frames: Uint8Array[] = [];
  for await (const frame of frameMessage(framing, stream())) frames.push(frame);
  return Buffer.concat(frames);
}

test("end-of-message framing gives the messages between the markers", () => {
  assert.deepEqual(decodeAll(decoderFor("end-of-message"), "<a/>]]>]]><b/>]]>]]><c"), ["<a/>", "<b/>"]);
});

test("a marker cut at any byte is found, and one that only begins is content", () => {
  const text = "x]]>]]]>]]y]]]]>]]>z]]>]]>";
  for (let cut = 0; cut <= text.length; cut++) {
    const messages = decodeAll(decoderFor("end-of-message"), text.slice(0, cut), text.slice(cut));
    assert.deepEqual(messages, ["x]]>]]]>]]y]]", "z"], `cut at ${cut}`);
  }
});

test("white space between messages of end-of-message framing is dropped", () => {
  assert.deepEqual(decodeAll(decoderFor("end-of-message"), "<a/>]]>]]>\n\r\n <?xml?><b/>]]>]]>"), [
    "<a/>",
    "<?xml?><b/>",
  ]);
});

test("chunks are joined to messages", () => {
  const decoder = decoderFor("chunked");
  assert.deepEqual(decodeAll(decoder, '\n#4\n<rpc\n#18\n message-id="102"\n\n#2\n/>\n##\n\n#1\nx\n##\n'), [
    '<rpc message-id="102"\n/>',
    "x",
  ]);
});

const BROKEN_CHUNKS: Readonly<Record<string, string>> = {
  "no line feed": "#4\n<rpc",
  "no hash": "\n4\n<rpc",
  "size 0": "\n#0\n\n##\n",
  "leading zero": "\n#04\n<rpc\n##\n",
  "no digits": "\n#\n<rpc",
  "negative size": "\n#-1\n<rpc",
  "hexadecimal size": "\n#0x4\n<rpc",
  "size over 32 bits": "\n#4294967296\n",
  "endless size": `\n#${"9".repeat(5000)}`,
  "no chunk": "\n##\n",
  "carriage return": "\r\n#4\n<rpc",
  "more bytes than the size": "\n#4\n<rpc/>\n##\n",
  "end without line feed": "\n#4\n<rpc\n##<",
  "old marker": "\n#4\n<rpc]]>]]>",
};

for (const [name, text] of Object.entries(BROKEN_CHUNKS)) {
  test(`chunked framing refuses: ${name}`, () => {
    assert.throws(() => decodeAll(decoderFor("chunked"), text), FramingError);
    assert.throws(() => decodeAll(decoderFor("chunked"), ...text), FramingError);
  });
}

test("a message over the limit is refused before its bytes are there", () => {
  assert.throws(() => decodeAll(decoderFor("chunked", 10), "\n#4294967295\n"), MessageTooBigError);
  assert.throws(() => decodeAll(decoderFor("chunked", 10), "\n#8\n12345678\n#3\n"), MessageTooBigError);
  assert.throws(() => decodeAll(decoderFor("end-of-message", 10), "12345678", "901"), MessageTooBigError);
  assert.deepEqual(decodeAll(decoderFor("chunked", 10), "\n#10\n1234567890\n##\n"), ["1234567890"]);
  assert.deepEqual(decodeAll(decoderFor("end-of-message", 10), "1234567890]]>]]>"), ["1234567890"]);
});

test("the framing can change between two messages of one piece of the stream", () => {
  const decoder = new FrameDecoder(1000);
  const messages: string[] = [];
  for (const message of decoder.decode(Buffer.from("<hello/>]]>]]>\n#6\n<rpc/>\n##\n"))) {
    messages.push(message.toString());
    decoder.use("chunked", 1000);
  }
  assert.deepEqual(messages, ["<hello/>", "<rpc/>"]);
});

test("what is framed is what was given, however it is cut", async () => {
  const body = fc.uint8Array({ maxLength: 3000 }).filter((bytes) => !Buffer.from(bytes).includes("]]>"));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...FRAMINGS),
      fc.array(body, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 4000 }),
      async (framing, pieces, step) => {
        const whole = Buffer.concat(pieces);
        fc.pre(whole.length > 0 && !whole.includes("]]>") && !isSpace(whole[0]!));
        const stream = Buffer.concat([await encode(framing, pieces), await encode(framing, pieces)]);
        const decoder = decoderFor(framing);
        const messages: Buffer[] = [];
        for (let at = 0; at < stream.length; at += step) {
          for (const message of decoder.decode(stream.subarray(at, at + step))) messages.push(message);
        }
        assert.equal(messages.length, 2);
        for (const message of messages) assert.ok(message.equals(whole));
      },
    ),
    { numRuns: 200 },
  );
});

test("random bytes either decode or are refused with an error of the framing", () => {
  const soup = fc.array(fc.oneof(fc.constantFrom("\n#", "\n##\n", "]]>]]>", "7\n", "\n"), fc.string()), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.constantFrom(...FRAMINGS), soup, (framing, parts) => {
      try {
        decodeAll(decoderFor(framing, 500), ...parts);
      } catch (error) {
        assert.ok(error instanceof FramingError || error instanceof MessageTooBigError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});

test("a message of a million chunks of one byte is joined without an object for each", () => {
  const count = 1_000_000;
  const decoder = decoderFor("chunked", count);
  const part = Buffer.from("\n#1\nx".repeat(1000));
  for (let sent = 0; sent < count; sent += 1000) assert.equal([...decoder.decode(part)].length, 0);
  const [message] = [...decoder.decode(Buffer.from("\n##\n"))];
  assert.equal(message?.length, count);
  assert.ok(message?.every((byte) => byte === 0x78));
});

test("the pieces that a large message came in do not stay in memory beside it", () => {
  const length = 40 * 1024 * 1024;
  const decoder = decoderFor("chunked", length);
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  assert.deepEqual([...decoder.decode(Buffer.from(`\n#${length}\n`))], []);
  for (let sent = 0; sent < length; sent += 32 * 1024) {
    assert.deepEqual([...decoder.decode(Buffer.alloc(32 * 1024, "x"))], []);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  assert.equal([...decoder.decode(Buffer.from("\n##\n"))][0]?.length, length);
  assert.ok(most < length + 4 * 1024 * 1024, `${most} bytes for ${length}`);
});

test("the encoder asks for the next piece only when the block before it was taken", async () => {
  let made = 0;
  async function* endless() {
    for (;;) {
      made++;
      yield Buffer.alloc(64 * 1024, "x");
    }
  }
  const frames = frameMessage("chunked", endless());
  // Each long piece comes behind the header of its chunk.
  for (const expected of [1, 1, 2, 2]) {
    await frames.next();
    assert.equal(made, expected);
  }
  await frames.return();
});

function isSpace(byte: number): boolean {
  return [0x20, 0x0a, 0x0d, 0x09].includes(byte);
}
