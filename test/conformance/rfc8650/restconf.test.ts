/** Subscriptions over RESTCONF (RFC 8650), with curl. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, before, describe, it } from "node:test";
import { type CurlAnswer, curl, skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";
import { addCertificateUser } from "../../support/users.js";

const rpc = (name: string) => `/restconf/operations/ietf-subscribed-notifications:${name}`;
const XML = "application/yang-data+xml";

describe("subscriptions over RESTCONF", { skip: skipWithout("curl", "openssl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
    await addCertificateUser(server, "ann");
  });
  after(() => server.dispose());

  const call = (name: string, input: object, as = "admin"): Promise<CurlAnswer> =>
    curl(server, {
      method: "POST",
      path: rpc(name),
      as,
      body: JSON.stringify({ "ietf-subscribed-notifications:input": input }),
    });

  const establish = async (input: object, as = "admin") => {
    const { status, body } = await call("establish-subscription", input, as);
    assert.equal(status, 200, body);
    const output = JSON.parse(body)["ietf-subscribed-notifications:output"];
    return { id: output.id as number, uri: output["ietf-restconf-subscribed-notifications:uri"] as string };
  };

  const title = (text: string) =>
    curl(server, {
      method: "PUT",
      path: "/restconf/data/example-lab:lab/title",
      body: JSON.stringify({ "example-lab:title": text }),
    });

  const statusOf = async (uri: string, as = "admin") => {
    const { status } = await curl(server, { path: uri, as, headers: { Accept: "text/event-stream" } });
    return status;
  };

  it("establish-subscription answers with a URI, and a GET of it gives the notifications in the encoding of the request", async () => {
    const { uri } = await establish({ stream: "NETCONF" });
    const stream = openStream(server, uri);
    try {
      await stream.opened;
      await title("heard");
      const event = JSON.parse(await stream.first("netconf-config-change"));
      assert.ok(Date.parse(event["ietf-restconf:notification"].eventTime) > 0);
    } finally {
      stream.close();
    }
  });

  it("a request in XML gets notifications in XML, unless it asks for JSON", async () => {
    const input = (more: string) =>
      `<input xmlns="urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications"><stream>NETCONF</stream>${more}</input>`;
    const first = async (more: string) => {
      const headers = { Accept: XML, "Content-Type": XML };
      const { body } = await curl(server, {
        method: "POST",
        path: rpc("establish-subscription"),
        body: input(more),
        headers,
      });
      const stream = openStream(server, /<uri[^>]*>([^<]*)</.exec(body)![1]!);
      try {
        await stream.opened;
        await title(`in xml${more.length}`);
        return await stream.first("netconf-config-change");
      } finally {
        stream.close();
      }
    };
    assert.match(await first(""), /^<notification /);
    assert.match(await first("<encoding>encode-json</encoding>"), /^{"ietf-restconf:notification"/);
  });

  it("state is pushed long after the request that asked for it is over", async () => {
    const { id, uri } = await establish({
      "ietf-yang-push:datastore": "ietf-datastores:operational",
      "ietf-yang-push:datastore-xpath-filter": "/ietf-interfaces:interfaces/interface[name='local0']/oper-status",
      "ietf-yang-push:periodic": { period: 10 },
    });
    const stream = openStream(server, uri);
    try {
      const update = JSON.parse(await stream.first("push-update"))["ietf-restconf:notification"];
      assert.deepEqual(update["ietf-yang-push:push-update"], {
        id,
        "datastore-contents": {
          "ietf-interfaces:interfaces": { interface: [{ name: "local0", "oper-status": "down" }] },
        },
      });
    } finally {
      stream.close();
    }
  });

  it("a datastore is pushed, with a filter in JSON", async () => {
    await title("pushed");
    const { id, uri } = await establish({
      "ietf-yang-push:datastore": "ietf-datastores:running",
      "ietf-yang-push:datastore-subtree-filter": { "example-lab:lab": { title: [null] } },
      "ietf-yang-push:on-change": {},
    });
    const stream = openStream(server, uri);
    try {
      const update = JSON.parse(await stream.first("push-update"))["ietf-restconf:notification"];
      assert.deepEqual(update["ietf-yang-push:push-update"], {
        id,
        "datastore-contents": { "example-lab:lab": { title: "pushed" } },
      });
      await title("changed");
      const change = JSON.parse(await stream.first("push-change-update"))["ietf-restconf:notification"];
      const [edit] = change["ietf-yang-push:push-change-update"]["datastore-changes"]["yang-patch"].edit;
      assert.deepEqual(
        [edit.operation, edit.target, edit.value],
        ["replace", "/example-lab:lab/title", { "example-lab:title": "changed" }],
      );
    } finally {
      stream.close();
    }
  });

  it("to another user a subscription does not exist", async () => {
    const { id, uri } = await establish({ stream: "NETCONF" });
    assert.equal(await statusOf(uri, "ann"), 404);
    const { status, body } = await call("delete-subscription", { id }, "ann");
    assert.equal(status, 404);
    assert.equal(
      JSON.parse(body)["ietf-restconf:errors"].error[0]["error-app-tag"],
      "ietf-subscribed-notifications:no-such-subscription",
    );
  });

  it("one connection at a time reads a subscription", async () => {
    const { uri } = await establish({ stream: "NETCONF" });
    const stream = openStream(server, uri);
    try {
      await stream.opened;
      assert.equal(await statusOf(uri), 409);
    } finally {
      stream.close();
    }
  });

  it("a subscription ends with the connection that reads it", async () => {
    const { uri } = await establish({ stream: "NETCONF" });
    const stream = openStream(server, uri);
    await stream.opened;
    stream.close();
    await untilStatus(() => statusOf(uri), 404);
  });

  it("the same user modifies a subscription by a later request, which its connection tells, and deletes it, which ends that", async () => {
    const { id, uri } = await establish({ stream: "NETCONF" });
    const stream = openStream(server, uri);
    await stream.opened;
    const filter = "/ietf-netconf-notifications:netconf-config-change";
    const modified = await call("modify-subscription", { id, "stream-xpath-filter": filter });
    assert.equal(modified.status, 204, modified.body);
    assert.match(await stream.first("subscription-modified"), new RegExp(`"id":${id},.*${filter}`));
    assert.equal((await call("delete-subscription", { id })).status, 204);
    await stream.ended;
    assert.equal(await statusOf(uri), 404);
  });

  it("a killed subscription says so before its connection ends", async () => {
    const { id, uri } = await establish({ stream: "NETCONF" });
    const stream = openStream(server, uri);
    await stream.opened;
    assert.equal((await call("kill-subscription", { id })).status, 204);
    assert.match(await stream.first("subscription-terminated"), /no-such-subscription/);
    await stream.ended;
  });

  it("the list of subscriptions has the URI", async () => {
    const { id, uri } = await establish({ stream: "NETCONF" });
    const { body } = await curl(server, {
      path: `/restconf/data/ietf-subscribed-notifications:subscriptions/subscription=${id}`,
    });
    const [entry] = JSON.parse(body)["ietf-subscribed-notifications:subscription"];
    assert.equal(entry["ietf-restconf-subscribed-notifications:uri"], uri);
  });

  it("what is refused has the status of its reason", async () => {
    const push = { "ietf-yang-push:datastore": "ietf-datastores:running" };
    const unwatched = { "ietf-yang-push:datastore": "ietf-datastores:candidate", "ietf-yang-push:on-change": {} };
    assert.equal((await call("delete-subscription", { id: 4000000 })).status, 404);
    assert.equal((await call("establish-subscription", { stream: "SPORTS" })).status, 400);
    const period = { "ietf-yang-push:periodic": { period: 1 } };
    assert.equal((await call("establish-subscription", { ...push, ...period })).status, 400);
    assert.equal((await call("establish-subscription", unwatched)).status, 501);
  });

  it("a client that takes no event stream is told so", async () => {
    const { uri } = await establish({ stream: "NETCONF" });
    assert.equal((await curl(server, { path: uri })).status, 406);
  });
});

/** A connection of curl that reads a subscription. */
function openStream({ certs, restconfPort }: ServerProcess, uri: string) {
  const identity = ["--cacert", `${certs}/ca.crt`, "--cert", `${certs}/admin.crt`, "--key", `${certs}/admin.key`];
  const url = `https://localhost:${restconfPort}${uri}`;
  const child = spawn("curl", ["-sSN", ...identity, "-H", "Accept: text/event-stream", url]);
  const heard: string[] = [];
  let wake = () => {};
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  createInterface({ input: child.stdout }).on("line", (line) => {
    // The first line is a comment, by which the stream tells that it is open.
    if (line === ":") open();
    if (line.startsWith("data: ")) heard.push(line.slice(6));
    wake();
  });
  return {
    opened,
    ended,
    /** The first notification with the wanted text. */
    first: async (wanted: string): Promise<string> => {
      for (;;) {
        const found = heard.find((text) => text.includes(wanted));
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    close: () => void child.kill(),
  };
}

async function untilStatus(ask: () => Promise<number>, wanted: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await ask()) === wanted) return;
  }
  throw new Error(`${wanted} was never answered`);
}
