/**
 * What OpenDaylight does to mount a device that calls it, done by ncclient: the hello, the schema of every module with many
 * requests under way, a subscription to the stream, and a keep-alive.
 */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { run, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import { listeningClient } from "../support/listening-client.js";
import type { ServerProcess } from "../support/server-process.js";

interface Mounted {
  /** Modules of the hello, as name@revision. */
  readonly announced: readonly string[];
  /** Schemas of netconf-state, as name@revision. */
  readonly listed: readonly string[];
  /** First line of each schema that was fetched, by name@revision. */
  readonly texts: Readonly<Record<string, string>>;
  readonly event: string;
  /** Content of the reply to the keep-alive. */
  readonly keepAlive: string;
}

describe("mounting as OpenDaylight does", { skip: skipWithout("ncclient") }, () => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-mount-"));
  let server: ServerProcess;
  let port = 0;
  before(async () => {
    const free = await listeningClient();
    port = free.port;
    // ncclient opens the port itself.
    await free.close();
    const file = join(folder, "home.json");
    const endpoints = [{ address: "127.0.0.1", port }];
    writeFileSync(file, JSON.stringify({ netconf: { callHome: [{ name: "odl", endpoints, maxAttempts: 1 }] } }));
    server = await startLabServer(["--config", file]);
  });
  after(async () => {
    await server.dispose();
    rmSync(folder, { recursive: true });
  });

  it("a controller that is called has every schema, hears events, and its keep-alive is answered with nothing", async () => {
    const mounted = await mount(server, port);
    assert.ok(mounted.listed.length > 100);
    assert.deepEqual(
      mounted.announced.filter((module) => !mounted.listed.includes(module)),
      [],
    );
    for (const module of mounted.listed) {
      assert.match(mounted.texts[module] ?? "", new RegExp(`^(sub)?module ${module.split("@")[0]} \\{`), module);
    }
    assert.match(mounted.event, /<netconf-config-change .*<datastore>running<\/datastore>/);
    assert.equal(mounted.keepAlive, "");
  });
});

async function mount(server: ServerProcess, port: number): Promise<Mounted> {
  const script = `
import json, re
from lxml import etree
from ncclient import manager
from ncclient.xml_ import to_ele
NM, LAB = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring", "urn:example:lab"
m = manager.call_home(host="127.0.0.1", port=${port}, username="admin", key_filename="${server.certs}/admin_ed25519",
    hostkey_verify=False, allow_agent=False, look_for_keys=False, timeout=60)
found = [re.search("module=([^&]+)(?:.*revision=([^&]+))?", uri) for uri in m.server_capabilities]
announced = ["@".join(one.groups()) for one in found if one]
schemas = etree.fromstring(m.get(filter=("subtree", '<netconf-state xmlns="%s"><schemas/></netconf-state>' % NM)).data_xml.encode())
yang = [[schema.findtext("{%s}%s" % (NM, name)) for name in ("identifier", "version")]
    for schema in schemas.iter("{%s}schema" % NM) if schema.findtext("{%s}format" % NM).endswith("yang")]
m.async_mode = True
asked = [(schema, m.get_schema(*schema)) for schema in yang]
for _, request in asked: request.event.wait(60)
m.async_mode = False
texts = {"@".join(schema): request.reply.data.lstrip()[:80] for schema, request in asked}
m.create_subscription()
m.edit_config(target="running", config='<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><lab xmlns="%s"><title>mounted</title></lab></config>' % LAB)
event = m.take_notification(timeout=60).notification_xml
empty = to_ele('<filter xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" type="subtree"/>')
alive = etree.fromstring(m.get_config("running", filter=empty).data_xml.encode())
keep_alive = "".join(etree.tostring(child, encoding="unicode") for child in alive)
m.close_session()
print("\\x01" + json.dumps({"announced": announced, "listed": list(texts), "texts": texts, "event": event, "keepAlive": keep_alive}))
`;
  // ncclient waits ten seconds for the call; the pause of the server may have grown beyond that while nobody listened.
  for (;;) {
    const printed = await run("/usr/bin/python3", ["-"], script).catch((error: Error) => {
      if (/timed out/.test(error.message)) return undefined;
      throw error;
    });
    if (printed !== undefined) return JSON.parse(printed.slice(printed.lastIndexOf("\u0001") + 1)) as Mounted;
  }
}
