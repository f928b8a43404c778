/** Subscriptions to datastores (RFC 8641), asked for by ncclient. */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";
import { subscriptionAnswer } from "../../support/subscriptions.js";
import { addSshUser } from "../../support/users.js";

/** Words of Python: one path that ann may not read. */
const hideFromAnn = `
def hide(path):
    m.edit_config(target="running", config=config('<nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm"><groups><group><name>staff</name><user-name>ann</user-name></group></groups>'
        '<rule-list nc:operation="replace"><name>staff</name><group>staff</group><rule><name>hidden</name><path xmlns:lab="urn:example:lab">%s</path>'
        '<access-operations>read</access-operations><action>deny</action></rule></rule-list></nacm>' % path))`;

type Edits = readonly (readonly [operation: string, target: string, value: string | null])[];

describe("subscriptions to datastores", { skip: skipWithout("ncclient", "ssh-keygen") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
    await addSshUser(server, "ann");
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => subscriptionAnswer<Value>(server, script);

  beforeEach(() =>
    ask(`
m.edit_config(target="running", config=config('<lab xmlns="' + LAB + '" nc:operation="replace"><title>start</title><device><name>a</name><serial>1</serial></device><device><name>b</name><serial>2</serial></device></lab>'))
answer(None)
`),
  );

  it("a periodic subscription sends everything that is selected, again and again", async () => {
    const texts = await ask<string[]>(`
id = watch("<yp:periodic><yp:period>10</yp:period></yp:periodic>", "/lab:lab/lab:device[lab:name='a']")
answer([heard(), heard(), heard()])
`);
    for (const text of texts) {
      assert.match(text, /<push-update .*<datastore-contents><lab [^>]*><device><name>a<\/name><serial>1<\/serial>/);
      assert.ok(!text.includes("<name>b</name>"));
    }
  });

  it("updates fall on whole periods from the anchor", async () => {
    const times = await ask<string[]>(`
id = watch("<yp:periodic><yp:period>50</yp:period><yp:anchor-time>2026-01-01T00:00:00Z</yp:anchor-time></yp:periodic>")
answer([re.search("<eventTime>([^<]*)", heard()).group(1) for _ in range(2)])
`);
    const [first = 0, second = 0] = times.map((time) => Math.floor(Date.parse(time) / 500));
    assert.ok(second > first, "each update belongs to a period of its own");
  });

  it("each datastore is pushed as it is", async () => {
    const texts = await ask<string[]>(`
m.edit_config(target="candidate", config=lab("<title>not yet</title>"))
found = []
for datastore in ["running", "candidate", "intended", "operational", "startup"]:
    id = watch("<yp:periodic><yp:period>6000</yp:period></yp:periodic>", "/lab:lab/lab:title", datastore=datastore)
    found.append(heard("<id>%d</id>" % id))
m.discard_changes()
answer(found)
`);
    assert.match(texts[0]!, /<title>start<\/title>/);
    assert.match(texts[1]!, /<title>not yet<\/title>/);
    assert.match(texts[2]!, /<title>start<\/title>/);
    assert.match(texts[3]!, /<title>start<\/title>/);
    assert.ok(!texts[4]!.includes("<title>"));
  });

  it("a period that is too short is refused with one that is not", async () => {
    const error = await ask<{ tag: string; appTag: string; message: string; info: Record<string, string> }>(`
answer(error_of(lambda: watch("<yp:periodic><yp:period>1</yp:period></yp:periodic>")))
`);
    assert.equal(error.appTag, "ietf-yang-push:period-unsupported");
    assert.ok("establish-subscription-datastore-error-info" in error.info);
  });

  it("a datastore that nobody has is refused", async () => {
    const error = await ask<{ appTag: string }>(`
answer(error_of(lambda: watch(datastore="dynamic")))
`);
    assert.equal(error.appTag, "ietf-yang-push:datastore-not-subscribable");
  });

  it("an on-change subscription tells everything first, then what changes, as YANG Patches with numbers of their own", async () => {
    const { texts, found } = await ask<{ texts: string[]; found: Edits[] }>(`
watch("<yp:on-change/>")
texts = [heard()]
edit("<title>new</title>")
edit("<device><name>c</name><serial>3</serial></device>")
edit('<device nc:operation="delete"><name>a</name></device>')
texts += [heard(), heard(), heard()]
answer({"texts": texts, "found": [edits(text) for text in texts[1:]]})
`);
    assert.match(texts[0]!, /<push-update .*<title>start<\/title>/);
    assert.deepEqual(found, [
      [["replace", "/example-lab:lab/title", "new"]],
      [["create", "/example-lab:lab/device=c", "c3"]],
      [["delete", "/example-lab:lab/device=a", null]],
    ]);
    assert.equal(new Set(texts.slice(1).map((text) => /<patch-id>([^<]*)/.exec(text)![1])).size, 3);
  });

  it("without sync-on-start the first update is a change", async () => {
    const text = await ask<string>(`
watch()
edit("<title>first</title>")
answer(heard())
`);
    assert.match(text, /<push-change-update/);
  });

  it("changes outside the filter are not told, and those inside only as far as it goes", async () => {
    const found = await ask<Edits>(`
watch(path="/lab:lab/lab:device[lab:name='b']/lab:speed")
edit("<title>elsewhere</title>")
edit("<device><name>a</name><speed>10</speed></device>")
edit("<device><name>b</name><speed>20</speed><role>sink</role></device>")
answer(edits(heard()))
`);
    assert.deepEqual(found, [["create", "/example-lab:lab/device=b/speed", "20"]]);
  });

  it("an entry comes and goes with the value that a filter looks at", async () => {
    const found = await ask<Edits[]>(`
watch(path="/lab:lab/lab:device[lab:speed='20']")
edit("<device><name>b</name><speed>20</speed></device>")
edit("<device><name>b</name><speed>30</speed></device>")
answer([edits(heard()), edits(heard())])
`);
    assert.deepEqual(found, [
      [["create", "/example-lab:lab/device=b", "b220"]],
      [["delete", "/example-lab:lab/device=b", null]],
    ]);
  });

  it("a candidate that is committed is one update, a rollback of a confirmed commit another", async () => {
    const found = await ask<Edits[]>(`
watch()
m.edit_config(target="candidate", config=lab("<title>tried</title>"))
m.edit_config(target="candidate", config=lab("<tag>x</tag>"))
m.commit(confirmed=True, timeout="60")
first = edits(heard())
m.cancel_commit()
answer([first, edits(heard())])
`);
    assert.deepEqual(found[0], [
      ["replace", "/example-lab:lab/title", "tried"],
      ["create", "/example-lab:lab/tag=x", "x"],
    ]);
    assert.deepEqual(
      new Set(found[1]!.map(([operation, target]) => `${operation} ${target}`)),
      new Set(["replace /example-lab:lab/title", "delete /example-lab:lab/tag=x"]),
    );
  });

  it("kinds of changes that were excluded are not told", async () => {
    const found = await ask<Edits>(`
watch("<yp:on-change><yp:sync-on-start>false</yp:sync-on-start><yp:excluded-change>replace</yp:excluded-change></yp:on-change>")
edit("<title>unsaid</title>")
edit("<tag>said</tag>")
answer(edits(heard()))
`);
    assert.deepEqual(found, [["create", "/example-lab:lab/tag=said", "said"]]);
  });

  it("changes within the dampening period come together, each node once", async () => {
    const found = await ask<Edits[]>(`
watch("<yp:on-change><yp:sync-on-start>false</yp:sync-on-start><yp:dampening-period>300</yp:dampening-period></yp:on-change>")
edit("<title>one</title>")
first = edits(heard())
edit("<title>two</title>")
edit("<tag>short</tag>")
edit("<title>three</title>")
edit('<tag nc:operation="delete">short</tag>')
answer([first, edits(heard())])
`);
    assert.deepEqual(found, [
      [["replace", "/example-lab:lab/title", "one"]],
      [["replace", "/example-lab:lab/title", "three"]],
    ]);
  });

  it("the list of subscriptions tells the filter, also one of a container alone", async () => {
    const text = await ask<string>(`
NAMES = 'xmlns="' + SN + '" xmlns:yp="' + YP + '" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores"'
FILTER = '<yp:datastore-subtree-filter><lab xmlns="' + LAB + '"/></yp:datastore-subtree-filter>'
rpc('<establish-subscription %s><yp:datastore>ds:running</yp:datastore>%s<yp:on-change/></establish-subscription>' % (NAMES, FILTER))
answer(data_of(m.get(filter=("subtree", '<subscriptions xmlns="' + SN + '"/>'))))
`);
    assert.match(text, /<datastore-subtree-filter [^>]*><lab xmlns="urn:example:lab"\/><\/datastore-subtree-filter>/);
  });

  it("a configured filter of a container alone selects all that is in it", async () => {
    const text = await ask<string>(`
m.edit_config(target="running", config=config('<filters xmlns="' + SN + '"><selection-filter xmlns="' + YP + '" nc:operation="replace"><filter-id>whole</filter-id><datastore-subtree-filter><lab xmlns="' + LAB + '"/></datastore-subtree-filter></selection-filter></filters>'))
establish(push("<yp:periodic><yp:period>10</yp:period></yp:periodic>", filter="<yp:selection-filter-ref>whole</yp:selection-filter-ref>"))
answer(heard())
`);
    assert.match(text, /<push-update .*<title>start<\/title>/);
  });

  it("a resynchronisation sends everything once more, and is for on-change alone", async () => {
    const { text, appTags } = await ask<{ text: string; appTags: string[] }>(`
id = watch()
resync(id)
text = heard()
periodic = watch("<yp:periodic><yp:period>6000</yp:period></yp:periodic>")
other = connect()
answer({"text": text, "appTags": [error_of(lambda: resync(periodic))["appTag"], error_of(lambda: resync(id, other))["appTag"]]})
`);
    assert.match(text, /<push-update .*<title>start<\/title>/);
    assert.deepEqual(appTags, Array(2).fill("ietf-yang-push:no-such-subscription-resync"));
  });

  it("changes that nothing tells of are not promised", async () => {
    const appTags = await ask<string[]>(`
answer([error_of(lambda: watch(datastore=datastore, path=path))["appTag"] for datastore, path in [
    ["candidate", "/lab:lab"], ["startup", "/lab:lab"],
    ["operational", "/if:interfaces/if:interface/if:statistics"], ["running", "//lab:title"]]])
`);
    assert.deepEqual(appTags, [
      "ietf-yang-push:on-change-unsupported",
      "ietf-yang-push:on-change-unsupported",
      "ietf-yang-push:on-change-unsupported",
      "ietf-subscribed-notifications:filter-unsupported",
    ]);
  });

  it("the state of interfaces is told when VPP tells of it", async () => {
    const { created, found } = await ask<{ created: string; found: Edits }>(`
interface = '<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>loop7</name><type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:softwareLoopback</type><enabled>%s</enabled></interface></interfaces>'
watch(path="/if:interfaces")
m.edit_config(target="running", config=config(interface % "true"))
created = heard("push-change-update")
until(lambda: "<oper-status>up" in m.get(filter=("subtree", '<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>loop7</name></interface></interfaces>')).data_xml)
watch(path="/if:interfaces/if:interface[if:name='loop7']/if:oper-status", datastore="operational", trigger="<yp:on-change/>")
heard("push-update")
m.edit_config(target="running", config=config(interface % "false"))
answer({"created": created, "found": edits(heard("oper-status"))})
`);
    assert.match(created, /<type xmlns:(\w+)="urn:ietf:params:xml:ns:yang:iana-if-type">\1:softwareLoopback</);
    assert.deepEqual(found, [["replace", "/ietf-interfaces:interfaces/interface=loop7/oper-status", "down"]]);
  });

  it("what can be pushed is told", async () => {
    const text = await ask<string>(`
answer(m.get(filter=("subtree", '<system-capabilities xmlns="urn:ietf:params:xml:ns:yang:ietf-system-capabilities"/>')).data_xml)
`);
    assert.match(text, /<minimum-update-period>10<\/minimum-update-period>/);
    assert.match(text, /<node-selector[^>]*>\/if:interfaces\/if:interface\/if:oper-status<\/node-selector>/);
  });

  it("a modified subscription keeps its datastore and goes on with other terms", async () => {
    const { texts, refused } = await ask<{ texts: string[]; refused: { tag: string } }>(`
id = watch("<yp:periodic><yp:period>6000</yp:period></yp:periodic>", "/lab:lab/lab:title")
heard()
modify = lambda datastore: subscription_rpc("modify-subscription", "<id>%d</id>" % id + push("<yp:periodic><yp:period>10</yp:period></yp:periodic>", datastore, "<yp:datastore-xpath-filter>/lab:lab/lab:device</yp:datastore-xpath-filter>"))
modify("running")
texts = [heard(), heard()]
answer({"texts": texts, "refused": error_of(lambda: modify("candidate"))})
`);
    for (const text of texts) assert.match(text, /<device>/);
    assert.equal(refused.tag, "invalid-value");
  });

  it("a subscriber sees only what he may read, checked at each update", async () => {
    const { update, change } = await ask<{ update: string; change: Edits }>(`
NACM = "urn:ietf:params:xml:ns:yang:ietf-netconf-acm"
m.edit_config(target="running", config=config('<nacm xmlns="' + NACM + '"><groups><group><name>staff</name><user-name>ann</user-name></group></groups><rule-list nc:operation="replace"><name>staff</name><group>staff</group>'
    '<rule><name>no-titles</name><path xmlns:lab="urn:example:lab">/lab:lab/lab:title</path><access-operations>read</access-operations><action>deny</action></rule></rule-list></nacm>'))
ann = connect("ann")
watch("<yp:on-change/>", session=ann)
update = heard("", ann)
edit("<title>secret</title>")
edit("<title>secret, too</title><tag>public</tag>")
answer({"update": update, "change": edits(heard("", ann))})
`);
    assert.match(update, /<device>/);
    assert.ok(!update.includes("<title>"));
    assert.deepEqual(change, [["create", "/example-lab:lab/tag=public", "public"]]);
  });

  it("patches are numbered anew after everything was sent", async () => {
    const numbers = await ask<readonly string[]>(`
id = watch("<yp:on-change/>")
def number(text): return re.search("<patch-id>([^<]*)", text).group(1)
heard("push-update")
found = []
for title in ["one", "two"]:
    edit("<title>%s</title>" % title)
    found.append(number(heard("push-change-update")))
resync(id)
heard("push-update")
edit("<title>three</title>")
answer(found + [number(heard("push-change-update"))])
`);
    assert.deepEqual(numbers, ["0", "1", "0"]);
  });

  it("who may not read anything that is selected gets empty periodic updates, and nothing of changes", async () => {
    const { updates, change } = await ask<{ updates: readonly string[]; change: Edits }>(`
${hideFromAnn}
hide("/lab:lab/lab:title")
ann = connect("ann")
id = watch("<yp:periodic><yp:period>10</yp:period></yp:periodic>", "/lab:lab/lab:title", session=ann)
updates = [heard("<id>%d</id>" % id, ann) for _ in range(2)]
subscription_rpc("delete-subscription", "<id>%d</id>" % id, ann)
other = watch(session=ann)
edit("<title>secret</title>")
edit("<tag>public</tag>")
answer({"updates": updates, "change": edits(heard("push-change-update", ann))})
`);
    for (const update of updates) {
      assert.match(update, /<push-update /);
      assert.doesNotMatch(update, /title/);
    }
    assert.deepEqual(change, [["create", "/example-lab:lab/tag=public", "public"]]);
  });

  it("when a subscriber may read less than before, everything that is left is told anew", async () => {
    const [before, after] = await ask<readonly string[]>(`
${hideFromAnn}
hide("/lab:lab/lab:alarm")
ann = connect("ann")
watch("<yp:on-change/>", session=ann)
before = heard("push-update", ann)
hide("/lab:lab/lab:title")
answer([before, heard("push-update", ann)])
`);
    assert.match(before!, /<title>start<\/title>/);
    assert.doesNotMatch(after!, /<title>/);
    assert.match(after!, /<name>a<\/name>/);
  });

  it("a configured selection filter is taken by its name", async () => {
    const text = await ask<string>(`
m.edit_config(target="running", config=config('<filters xmlns="' + SN + '"><selection-filter xmlns="' + YP + '" nc:operation="replace"><filter-id>titles</filter-id><datastore-subtree-filter><lab xmlns="' + LAB + '"><title/></lab></datastore-subtree-filter></selection-filter></filters>'))
establish(push("<yp:periodic><yp:period>6000</yp:period></yp:periodic>", filter="<yp:selection-filter-ref>titles</yp:selection-filter-ref>"))
answer(heard())
`);
    assert.match(text, /<datastore-contents><lab [^>]*><title>start<\/title><\/lab><\/datastore-contents>/);
  });

  it("a new entry of a list that the user orders is inserted at its place, and a moved one moved", async () => {
    const seen = await ask<{ inserted: Edits; places: string[]; moved: Edits }>(`
def task(id, place): return '<task %s><id>%d</id></task>' % (place, id)
edit(task(1, "") + task(2, "") + "<step>a</step><step>b</step>")
watch()
YANG = 'xmlns:y="urn:ietf:params:xml:ns:yang:1" y:insert='
edit(task(3, YANG + '"before" y:key="[id=&apos;2&apos;]"') + '<step %s>c</step>' % (YANG + '"first"'))
inserted = heard("push-change-update")
edit('<step %s>b</step>' % (YANG + '"first"'))
answer({"inserted": edits(inserted), "moved": edits(heard("push-change-update")), "places": re.findall("<(?:point|where)>([^<]*)", inserted)})
`);
    assert.deepEqual(seen.inserted.map(([operation, target]) => `${operation} ${target}`).sort(), [
      "insert /example-lab:lab/step=c",
      "insert /example-lab:lab/task=3",
    ]);
    assert.deepEqual([...seen.places].sort(), ["/example-lab:lab/task=1", "after", "first"]);
    assert.equal(
      seen.moved.every(([operation]) => operation === "move"),
      true,
    );
    assert.equal(seen.moved[0]?.[1], "/example-lab:lab/step=b");
  });
});
