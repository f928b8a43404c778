/** RFC 8519: what an access control list can be, and what of it is refused. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type CurlRequest, curl, putResource, skipWithout } from "../../support/clients.js";
import { type ServerProcess, startServerProcess } from "../../support/server-process.js";

const ACLS = "/restconf/data/ietf-access-control-list:acls";
const ATTACHMENTS = `${ACLS}/attachment-points`;
const IPV4 = "ietf-access-control-list:ipv4-acl-type";
const accept = { forwarding: "ietf-access-control-list:accept" };

describe("RFC 8519", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
    await putResource(server, "/restconf/data/ietf-interfaces:interfaces/interface=loop0", {
      "ietf-interfaces:interface": [{ name: "loop0", type: "iana-if-type:softwareLoopback" }],
    });
  });
  after(() => server?.dispose());

  const list = (name: string, ace: readonly object[]) => ({
    method: "PUT",
    path: `${ACLS}/acl=${name}`,
    body: JSON.stringify({
      "ietf-access-control-list:acl": [{ name, type: IPV4, aces: { ace } }],
    }),
  });
  const ask = async (request: CurlRequest) => {
    const { status, body } = await curl(server, request);
    const [error] = status < 400 ? [] : JSON.parse(body)["ietf-restconf:errors"].error;
    const path = error?.["error-path"] as string | undefined;
    return { status, tag: error?.["error-tag"] as string | undefined, leaf: path?.split("/").at(-1) };
  };
  const attached = (...names: readonly string[]) => ({
    "ietf-access-control-list:attachment-points": {
      interface: [{ "interface-id": "loop0", ingress: { "acl-sets": { "acl-set": names.map((name) => ({ name })) } } }],
    },
  });
  const matching = (matches: object) => list("m", [{ name: "1", matches, actions: accept }]);

  it("entries keep the order that their user gives them, and so do the lists of an interface", async () => {
    const names = ["b", "a", "c"];
    assert.equal(
      (
        await ask(
          list(
            "order",
            names.map((name) => ({ name, actions: accept })),
          ),
        )
      ).status,
      201,
    );
    assert.equal((await ask(list("another", [{ name: "1", actions: accept }]))).status, 201);
    await putResource(server, ATTACHMENTS, attached("order", "another"));
    const { body } = await curl(server, { path: `${ACLS}/acl=order` });
    const [acl] = JSON.parse(body)["ietf-access-control-list:acl"];
    assert.deepEqual(
      acl.aces.ace.map(({ name }: { name: string }) => name),
      names,
    );
    const points = await curl(server, {
      path: "/restconf/ds/ietf-datastores:operational/ietf-access-control-list:acls/attachment-points",
    });
    assert.match(points.body, /"name":"order".*"name":"another"/s);
    await putResource(server, ATTACHMENTS, attached("another", "order"));
    const turned = await curl(server, { path: ATTACHMENTS });
    assert.match(turned.body, /"name":"another".*"name":"order"/s);
    await putResource(server, ATTACHMENTS, { "ietf-access-control-list:attachment-points": {} });
  });

  it("an entry says what is to be done; what VPP cannot do is refused at its place", async () => {
    const none = await ask(list("x", [{ name: "1", actions: {} }]));
    assert.equal(none.tag, "data-missing");
    const rejecting = { forwarding: "ietf-access-control-list:reject" };
    const { tag, leaf } = await ask(list("x", [{ name: "1", actions: rejecting }]));
    assert.deepEqual([tag, leaf], ["invalid-value", "forwarding"]);
  });

  it("an entry matches one kind of header of each layer, of the kind of its list", async () => {
    const port = { "destination-port": { operator: "eq", port: 53 } };
    const [network, network6] = [{ "source-ipv4-network": "192.0.2.0/24" }, { "source-ipv6-network": "2001:db8::/32" }];
    assert.equal((await ask(matching({ ipv4: network, ipv6: network6 }))).tag, "bad-element");
    assert.equal((await ask(matching({ ipv4: { protocol: 6 }, tcp: port, udp: port }))).tag, "bad-element");
    assert.equal((await ask(matching({ ipv6: network6 }))).tag, "unknown-element");
    assert.equal((await ask(matching({ ipv4: network }))).status, 201);
  });

  it("a range of ports does not end before it begins, and no name has more than 64 characters", async () => {
    const range = (lower: number, upper: number) =>
      matching({ ipv4: { protocol: 6 }, tcp: { "source-port": { "lower-port": lower, "upper-port": upper } } });
    const backwards = await ask(range(10, 9));
    assert.deepEqual([backwards.status, backwards.leaf], [412, "lower-port"]);
    assert.ok((await ask(range(10, 10))).status < 300);
    assert.equal((await ask(list("x".repeat(65), []))).tag, "invalid-value");
  });

  it("an entry without conditions matches every packet, and one without a match of ports every port", async () => {
    const { body } = await curl(server, { ...list("any", [{ name: "1", actions: accept }]), method: "PUT" });
    assert.equal(body, "");
    const shown = await curl(server, {
      path: "/restconf/ds/ietf-datastores:operational/ietf-access-control-list:acls/acl=any/aces",
    });
    const [ace] = JSON.parse(shown.body)["ietf-access-control-list:aces"].ace;
    assert.deepEqual(ace.matches ?? {}, {});
  });

  it("what is attached is there, and stays while it is attached", async () => {
    assert.equal((await ask(list("used", [{ name: "1", actions: accept }]))).status, 201);
    await putResource(server, ATTACHMENTS, attached("used"));
    assert.equal((await ask({ method: "DELETE", path: `${ACLS}/acl=used` })).tag, "data-missing");
    const missing = { method: "PUT", path: ATTACHMENTS, body: JSON.stringify(attached("nobody")) };
    assert.deepEqual((await ask(missing)).tag, "data-missing");
    const elsewhere = JSON.stringify(attached("used")).replace("loop0", "nowhere");
    assert.equal((await ask({ method: "PUT", path: ATTACHMENTS, body: elsewhere })).tag, "data-missing");
  });
});
