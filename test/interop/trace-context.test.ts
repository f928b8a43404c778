/** A trace that a request is part of: from the client through the log and the reply, over NETCONF and RESTCONF. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { eventually } from "../fault/support/bed.js";
import { curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

const TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const OTHER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

const words = `
W3CTC = "urn:ietf:params:xml:ns:netconf:w3ctc:1.0"
from ncclient.operations import RPC
DISCARD = '<discard-changes xmlns="%s"/>' % NC
class Traced(RPC):
    "An rpc whose element has attributes of the trace context."
    def _wrap(self, operation):
        wrapped = super()._wrap(operation)
        root = etree.fromstring(wrapped if isinstance(wrapped, bytes) else wrapped.encode())
        for name, value in self.attributes.items(): root.set("{%s}%s" % (W3CTC, name), value)
        return etree.tostring(root, encoding="unicode")
    def request(self, operation, **attributes):
        self.attributes = attributes
        return self._request(to_ele(operation))
def traced(operation, **attributes):
    return m.execute(Traced, operation, **attributes).xml
def attributes_of(reply):
    return {etree.QName(name).localname: value for name, value in etree.fromstring(reply.encode()).attrib.items() if W3CTC in name}
`;

describe("the trace context", { skip: skipWithout("ncclient", "curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer(["--log-level", "debug"]);
  });
  after(() => server.dispose());

  const logged = (trace: string) =>
    server
      .log()
      .split("\n")
      .filter((line) => line.includes(`"traceParent":"${trace}"`))
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

  it("the hello has the capability of trace contexts and the modules that tell the versions of their attributes", async () => {
    const found = await ncclientAnswer<readonly string[]>(
      server,
      `answer([name for name in m.server_capabilities if "w3ctc" in name or "ietf-trace" in name])`,
    );
    assert.deepEqual([...found].sort(), [
      "urn:ietf:params:netconf:capability:w3ctc:1.0",
      "urn:ietf:params:xml:ns:yang:ietf-trace-context?module=ietf-trace-context&revision=2024-11-07",
      "urn:ietf:params:xml:ns:yang:ietf-trace-ctx-traceparent-1.0?module=ietf-trace-ctx-traceparent-1.0&revision=2024-11-07",
      "urn:ietf:params:xml:ns:yang:ietf-trace-ctx-tracestate-1.0?module=ietf-trace-ctx-tracestate-1.0&revision=2024-11-07",
    ]);
  });

  it("a request of NETCONF that is part of a trace has it in its log lines, and the reply gives both attributes back", async () => {
    const state = 'a="quoted",b=2';
    const attributes = await ncclientAnswer<Readonly<Record<string, string>>>(
      server,
      `${words}
answer(attributes_of(traced(DISCARD, traceparent="${TRACE}", tracestate='${state}')))`,
    );
    assert.deepEqual(attributes, { traceparent: TRACE, tracestate: state });
    await eventually("the request is in the log", () => logged(TRACE).length > 0);
    assert.deepEqual(
      logged(TRACE).map(({ operation, msg, user }) => [operation, msg, user]),
      [["discard-changes", "request answered", "admin"]],
    );
  });

  it("a request of RESTCONF that is part of a trace has it in its log lines", async () => {
    const { status } = await curl(server, {
      path: "/restconf/data/ietf-interfaces:interfaces/interface=none",
      headers: { traceparent: OTHER },
    });
    assert.equal(status, 404);
    // The line may come a moment after the answer.
    await eventually("the request is in the log", () => logged(OTHER).length > 0);
    assert.deepEqual(
      logged(OTHER).map(({ method, status: answered }) => [method, answered]),
      [["GET", 404]],
    );
  });

  it("a trace context that is broken does not refuse its request", async () => {
    const reply = await ncclientAnswer<string>(server, `${words}answer(traced(DISCARD, traceparent="Bad Format"))`);
    assert.match(reply, /<ok\/>/);
    assert.deepEqual(logged("Bad Format"), []);
  });
});
