import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { EarlyBeginning, waitsForInput, withoutFirstByte } from "../../../src/northbound/netconf/early-beginning.js";
import { FrameDecoder } from "../../../src/northbound/netconf/frame-decoder.js";
import { frameMessage } from "../../../src/northbound/netconf/frame-encoder.js";

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array, void> {
  for (const text of texts) yield Buffer.from(text);
}

/** Two messages, the second sent when `early` bytes of its beginning have gone out. */
async function streamOf(early: number): Promise<Buffer> {
  const stream: Uint8Array[] = [];
  const beginning = new EarlyBeginning((bytes) => stream.push(bytes));
  const send = async (...texts: readonly string[]) => {
    const rest = frameMessage("chunked", withoutFirstByte(pieces(...texts)));
    for await (const bytes of beginning.continueWith(rest)) stream.push(bytes);
  };
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    await send("<rpc-reply>", "one</rpc-reply>");
    beginning.start();
    for (let sent = 0; sent < early; sent++) mock.timers.runAll();
    await send("", "<", "rpc-reply/>");
    beginning.stop();
  } finally {
    mock.timers.reset();
  }
  return Buffer.concat(stream);
}

for (const early of [0, 1, 3, 5, 9]) {
  test(`the stream decodes to the same messages whether ${early} bytes of a beginning were asked for or none`, async () => {
    const decoder = new FrameDecoder(1000);
    decoder.use("chunked", 1000);
    const messages = [...decoder.decode(await streamOf(early))].map((message) => Buffer.from(message).toString());
    assert.deepEqual(messages, ["<rpc-reply>one</rpc-reply>", "<rpc-reply/>"]);
  });
}

test("only ncclient is helped: neither other software nor other scripts on its SSH library", () => {
  const base = "urn:ietf:params:netconf:base:1.1";
  const ncclient = [base, "urn:ietf:params:netconf:capability:url:1.0?scheme=http,ftp,file,https,sftp"];
  assert.equal(waitsForInput("paramiko_2.12.0", ncclient), true);
  assert.equal(waitsForInput("paramiko_2.12.0", [base]), false);
  assert.equal(waitsForInput("OpenSSH_9.2p1", ncclient), false);
});
