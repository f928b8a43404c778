/** Reading with ncclient: filters, with-defaults, get-data, schemas and the YANG library. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

const content = `
commit_lab('<title>t</title><device><name>a</name><serial>1</serial><speed>100</speed></device>'
    '<device><name>b</name><serial>2</serial><peer>a</peer></device><shift><day>mon</day><bench>1</bench><person>ann</person></shift>', 'nc:operation="replace"')
def subtree(inner):
    return data_of(m.get_config("running", filter=("subtree", inner)))
def xpath(select):
    return data_of(m.get_config("running", filter=("xpath", ({"lab": LAB, "if": "urn:ietf:params:xml:ns:yang:ietf-interfaces"}, select))))
LAB_START = '<lab xmlns="urn:example:lab">'
`;

describe("reads with ncclient", { skip: skipWithout("ncclient") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, content + script);

  it("an empty filter selects nothing, as OpenDaylight's keep-alive expects", async () => {
    const replies = await ask<readonly string[]>(`
empty = to_ele('<filter xmlns="%s" type="subtree"/>' % NC)
answer([data_of(m.get_config("running", filter=empty)), data_of(m.get(filter=empty)), subtree('<nothing xmlns="urn:example:nobody"/>')])
`);
    assert.deepEqual(replies, ["", "", ""]);
  });

  it("subtree filters select by containment, by key, by content, and by namespace or without one", async () => {
    const replies = await ask<readonly string[]>(`
answer([subtree(LAB_START + inner + "</lab>") for inner in (
    "<title/>", "<device><name>b</name></device>", "<device><serial>1</serial><name/></device>", "<device><name/></device>",
    "<device><name>nobody</name></device>", "<shift><day>mon</day></shift>", "<title>other</title>")]
    + [subtree('<lab xmlns=""><title/></lab>')]
    + [data_of(m.get_config("running", filter=to_ele('<filter xmlns="%s" type="subtree">%s<title/></lab><nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm"><groups/></nacm></filter>' % (NC, LAB_START))))])
`);
    const lab = (inner: string) => `<lab xmlns="urn:example:lab">${inner}</lab>`;
    const nacm =
      '<nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm"><groups><group><name>admin</name><user-name>admin</user-name></group></groups></nacm>';
    assert.deepEqual(replies.slice(0, 8), [
      lab("<title>t</title>"),
      lab("<device><name>b</name><serial>2</serial><peer>a</peer></device>"),
      lab("<device><name>a</name><serial>1</serial></device>"),
      lab("<device><name>a</name></device><device><name>b</name></device>"),
      "",
      lab("<shift><day>mon</day><bench>1</bench><person>ann</person></shift>"),
      "",
      lab("<title>t</title>"),
    ]);
    assert.deepEqual([lab("<title>t</title>"), nacm].sort(), [replies[8]!.slice(0, -nacm.length), nacm].sort());
  });

  it("XPath filters select nodes with their ancestors and keys", async () => {
    const replies = await ask<readonly string[]>(`
answer([xpath("/lab:lab/lab:device[lab:name='a']"), xpath("/lab:lab/lab:device[lab:peer]/lab:serial"), xpath("//lab:person"),
    xpath("/lab:lab/lab:device[lab:serial > 5]"), xpath("/lab:lab/lab:title | /lab:lab/lab:shift/lab:day")])
`);
    const lab = (inner: string) => `<lab xmlns="urn:example:lab">${inner}</lab>`;
    assert.deepEqual(replies, [
      lab("<device><name>a</name><serial>1</serial><speed>100</speed></device>"),
      lab("<device><name>b</name><serial>2</serial></device>"),
      lab("<shift><day>mon</day><bench>1</bench><person>ann</person></shift>"),
      "",
      lab("<title>t</title><shift><day>mon</day><bench>1</bench></shift>"),
    ]);
  });

  it("an XPath that cannot be read, or has an unknown prefix, is refused with what is wrong", async () => {
    const tags = await ask<readonly string[]>(`
answer([error_of(lambda: m.get_config("running", filter=("xpath", (namespaces, select))))["tag"]
    for namespaces, select in (({"lab": LAB}, "/lab:lab["), ({"lab": LAB}, "/nope:lab"), ({"lab": LAB}, "1 + 1"))])
`);
    assert.deepEqual(tags, ["bad-attribute", "bad-attribute", "invalid-value"]);
  });

  it("the four modes of with-defaults show a default that was set, one that was not, and none twice", async () => {
    const modes = await ask<Record<string, string>>(`
def shown(mode):
    reply = m.get_config("running", with_defaults=mode, filter=("subtree", LAB_START + "<bench-count/><device/></lab>"))
    text = data_of(reply).replace(' xmlns="urn:example:lab"', "")
    return re.sub(' xmlns:[a-z0-9]+="[^"]*default[^"]*"', "", text)
answer({mode: shown(mode) for mode in ("report-all", "report-all-tagged", "trim", "explicit")})
`);
    const [a, b] = ["<name>a</name><serial>1</serial>", "<name>b</name><serial>2</serial>"];
    assert.equal(
      modes["report-all"],
      `<lab><bench-count>4</bench-count><device>${a}<speed>100</speed></device><device>${b}<speed>100</speed><peer>a</peer></device></lab>`,
    );
    assert.equal(
      modes["report-all-tagged"]!.replaceAll(/ \w+:default="true"/g, " TAG"),
      `<lab><bench-count TAG>4</bench-count><device>${a}<speed>100</speed></device><device>${b}<speed TAG>100</speed><peer>a</peer></device></lab>`,
    );
    assert.equal(modes.trim, `<lab><device>${a}</device><device>${b}<peer>a</peer></device></lab>`);
    assert.equal(
      modes.explicit,
      `<lab><device>${a}<speed>100</speed></device><device>${b}<peer>a</peer></device></lab>`,
    );
  });

  it("get-data reads each datastore, by config-filter, depth and origin", async () => {
    const replies = await ask<readonly string[]>(`
def get_data(datastore, more=""):
    reply = rpc('<get-data xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores">'
        '<datastore>ds:%s</datastore><subtree-filter><lab xmlns="urn:example:lab"><device><name>a</name></device></lab></subtree-filter>%s</get-data>' % (datastore, more))
    data = etree.fromstring(reply.encode())[0]
    assert data.tag == "{urn:ietf:params:xml:ns:yang:ietf-netconf-nmda}data", data.tag
    return re.sub(' xmlns(:[a-z]+)?="[^"]*"', "", "".join(etree.tostring(child, encoding="unicode") for child in data))
m.edit_config(target="candidate", config=lab("<device><name>a</name><speed>7</speed></device>"))
replies = [get_data(name) for name in ("running", "candidate", "operational", "intended")]
replies += [get_data("running", "<max-depth>1</max-depth>"), get_data("running", "<config-filter>false</config-filter>"),
    get_data("operational", "<with-origin/>"), error_of(lambda: get_data("running", "<with-origin/>"))["tag"]]
m.discard_changes()
answer(replies)
`);
    const device = (speed: string) =>
      `<lab><device><name>a</name><serial>1</serial><speed>${speed}</speed></device></lab>`;
    assert.deepEqual(replies.slice(0, 4), [device("100"), device("7"), device("100"), device("100")]);
    assert.deepEqual(replies.slice(5, 6), [""]);
    assert.match(replies[6]!, /^<lab \w+:origin="\w+:intended"><device>/);
    assert.equal(replies[7], "unknown-element", "the when of with-origin holds for operational alone");
  });

  it("every schema that netconf-state lists, and every module of the hello, can be fetched", async () => {
    const { wrong, fetched, missing } = await ask<{ wrong: string[]; fetched: number; missing: string[] }>(`
state = etree.fromstring(m.get(filter=("subtree", '<netconf-state xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><schemas/></netconf-state>')).data_xml.encode())
ns = "{urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring}"
wrong, known = [], set()
for schema in state.iter(ns + "schema"):
    name, version, format = (schema.findtext(ns + field) for field in ("identifier", "version", "format"))
    format = format.split(":")[-1]
    known.add((name, version))
    # ncclient writes the identity without a prefix and without a namespace that it could stand in, so it is asked without ncclient's word.
    asked = '<get-schema xmlns="%s"><identifier>%s</identifier><version>%s</version><format>%s</format></get-schema>' % (ns[1:-1], name, version, format)
    text = etree.fromstring(rpc(asked).encode())[0].text
    start = "<" if format == "yin" else ("module", "submodule")
    if not text.lstrip().startswith(start) and "module " + name not in text: wrong.append(name + " " + format)
hello = [(re.search("module=([^&]+)", c), re.search("revision=([^&]+)", c)) for c in m.server_capabilities if "module=" in c]
missing = [name.group(1) for name, revision in hello if (name.group(1), revision.group(1) if revision else "") not in known]
answer({"wrong": wrong, "fetched": len(known), "missing": missing})
`);
    assert.deepEqual(wrong, []);
    assert.deepEqual(missing, []);
    assert.ok(fetched > 20);
  });

  it("a schema that is not there, or a format that is not, is refused", async () => {
    const tags = await ask<readonly string[]>(`
answer([error_of(call)["tag"] for call in (lambda: m.get_schema("nobody"), lambda: m.get_schema("example-lab", version="1999-01-01"),
    lambda: m.get_schema("example-lab", format="rng"))])
`);
    assert.deepEqual(tags, ["invalid-value", "invalid-value", "invalid-value"]);
  });

  it("the YANG library lists the modules under the content-id of the hello", async () => {
    const { contentId, hello, names } = await ask<{ contentId: string; hello: string; names: string[] }>(`
library = etree.fromstring(m.get(filter=("subtree", '<yang-library xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-library"/>')).data_xml.encode())
ns = "{urn:ietf:params:xml:ns:yang:ietf-yang-library}"
hello = next(c for c in m.server_capabilities if "yang-library:1.1" in c)
answer({"contentId": library.findtext(".//" + ns + "content-id"), "hello": hello,
    "names": [module.findtext(ns + "name") for module in library.iter(ns + "module")]})
`);
    assert.ok(hello.endsWith(`content-id=${contentId}`));
    assert.ok(names.includes("example-lab") && names.includes("ietf-interfaces"));
  });

  it("attributes of the rpc come back, and pipelined requests are answered in order", async () => {
    const [attributes, order] = await ask<readonly [Record<string, string>, readonly string[]]>(`
raw = rpc('<get-config xmlns="%s"><source><running/></source><filter type="subtree"/></get-config>' % NC)
reply = etree.fromstring(raw.encode())
m.async_mode = True
asked = [m.get_config("running", filter=("xpath", ({"lab": LAB}, "/lab:lab/lab:device[lab:name='%s']/lab:serial" % name))) for name in "abab"]
for one in asked: one.event.wait(20)
m.async_mode = False
answer([dict(reply.attrib), [re.search("<serial>(.)", one.reply.xml).group(1) for one in asked]])
`);
    assert.match(attributes["message-id"] ?? "", /^urn:uuid:/);
    assert.deepEqual(order, ["1", "2", "1", "2"]);
  });

  it("get shows configuration together with state", async () => {
    const seen = await ask<string>(`
answer(data_of(m.get(filter=("subtree", LAB_START + "<title/></lab>"))))
`);
    assert.equal(seen, '<lab xmlns="urn:example:lab"><title>t</title></lab>');
  });
});
