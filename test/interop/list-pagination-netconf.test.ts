/** Pages of lists over NETCONF with ncclient (draft-ietf-netconf-list-pagination, -nc). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

const words = `
PAGE = "urn:ietf:params:xml:ns:yang:ietf-list-pagination-nc"
ANNOTATIONS = "{urn:ietf:params:xml:ns:yang:ietf-list-pagination}"
XPATH = '<filter type="xpath" select="/lab:lab/lab:%s" xmlns:lab="urn:example:lab"/>'
SUBTREE = '<filter><lab xmlns="urn:example:lab"><%s/></lab></filter>'
def pagination(parameters):
    return '<list-pagination xmlns="%s" xmlns:lab="urn:example:lab">%s</list-pagination>' % (PAGE, parameters)
def get(content):
    return '<get xmlns="%s">%s</get>' % (NC, content)
def get_config(content, source="running"):
    return '<get-config xmlns="%s"><source><%s/></source>%s</get-config>' % (NC, source, content)
def get_data(select, content, datastore="running"):
    return ('<get-data xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores">'
        '<datastore>ds:%s</datastore><xpath-filter xmlns:lab="urn:example:lab">%s</xpath-filter>%s</get-data>') % (datastore, select, content)
def devices(parameters, filter=XPATH % "device", operation=get_config):
    return page(operation(filter + pagination(parameters)))
def page(request):
    root = etree.fromstring(rpc(request).encode())
    entries = root.findall(".//{%s}device" % LAB)
    notes = {name.replace(ANNOTATIONS, ""): value for name, value in (entries[0].attrib.items() if entries else [])}
    return {"names": "".join(entry[0].text for entry in entries), **notes}
`;

const DEVICES = [
  "<name>a</name><serial>10</serial><speed>300</speed>",
  "<name>b</name><serial>9</serial>",
  "<name>c</name><serial>111</serial><speed>20</speed><cable>fibre</cable>",
  "<name>d</name><serial>7</serial><speed>200</speed>",
  "<name>e</name><serial>5</serial><cable>copper</cable>",
];

interface Page {
  readonly names: string;
  readonly remaining?: string;
  readonly next?: string;
  readonly previous?: string;
  readonly locale?: string;
}

describe("list pagination over NETCONF", { skip: skipWithout("ncclient") }, () => {
  let server: ServerProcess;
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);
  const namesOf = (pages: readonly Page[]) => pages.map(({ names }) => names);

  before(async () => {
    server = await startLabServer();
    const content = DEVICES.map((device) => `<device>${device}</device>`).join("");
    const others = "<tag>x</tag><tag>y</tag><tag>z</tag>";
    await ask(`
commit_lab('${content}${others}')
answer(None)
`);
  });
  after(() => server.dispose());

  it("the hello names the module of the draft", async () => {
    const capabilities = await ask<readonly string[]>("answer([capability for capability in m.server_capabilities])");
    const module = "urn:ietf:params:xml:ns:yang:ietf-list-pagination-nc?module=ietf-list-pagination-nc";
    assert.ok(capabilities.some((capability) => capability.startsWith(module)));
  });

  it("get, get-config and get-data answer the same page, by a filter of any kind", async () => {
    const pages = await ask<readonly Page[]>(`
two = "<limit>2</limit><offset>1</offset>"
answer([devices(two), devices(two, SUBTREE % "device"), devices(two, operation=get), devices(two, SUBTREE % "device", get),
    devices(two, operation=lambda content: get_config(content, "candidate")),
    page(get_data("/lab:lab/lab:device", pagination(two))), page(get_data("/lab:lab/lab:device", pagination(two), "operational")),
    page(get_data("/lab:lab/lab:device", pagination(two), "intended"))])
`);
    const [first] = pages;
    assert.deepEqual([first!.names, first!.remaining], ["bc", "2"]);
    for (const page of pages) assert.deepEqual(page, first);
  });

  it("cursors lead through the list and back", async () => {
    const { names, back } = await ask<{ names: readonly string[]; back: string }>(`
pages, cursor = [], ""
while cursor is not None:
    pages.append(devices("<limit>2</limit>" + ("<cursor>%s</cursor>" % cursor if cursor else "")))
    cursor = pages[-1].get("next")
back = devices("<limit>2</limit><cursor>%s</cursor>" % pages[-1]["previous"])
answer({"names": [page["names"] for page in pages], "back": back["names"]})
`);
    assert.deepEqual(names, ["ab", "cd", "e"]);
    assert.equal(back, "cd");
  });

  it("entries come in the order that direction and sort-by ask for, and not in that of the datastore", async () => {
    const pages = await ask<readonly Page[]>(`
answer([devices("<direction>backwards</direction>"), devices("<direction>backwards</direction><limit>2</limit>"),
    devices("<sort-by>serial</sort-by>"), devices("<sort-by>serial</sort-by><direction>backwards</direction><limit>2</limit>"),
    devices("<sort-by>serial</sort-by>", operation=get), devices("<sort-by>name</sort-by><locale>sv_SE.UTF-8</locale>")])
`);
    assert.deepEqual(namesOf(pages), ["edcba", "ed", "edbac", "ca", "edbac", "abcde"]);
    assert.deepEqual([pages[3]!.remaining, pages[3]!.locale, pages[5]!.locale], ["3", "C", "sv_SE.UTF-8"]);
  });

  it("where keeps the entries that fit, with the prefixes of the message", async () => {
    const pages = await ask<readonly Page[]>(`
answer([devices("<where>lab:speed &gt; 100</where>"), devices("<where>speed &gt; 100</where>"),
    devices("<where>lab:serial &lt; 100</where><limit>3</limit>"), devices("<where>lab:cable = 'lab:fibre'</where>"),
    devices("<where>unfiltered</where><limit>1</limit>")])
`);
    assert.deepEqual(namesOf(pages), ["ad", "ad", "abd", "c", "a"]);
    assert.equal(pages[2]!.remaining, "1");
  });

  it("a leaf-list has pages too, and the rest of what a read can ask for goes with a page", async () => {
    const [tags, trimmed, shallow] = await ask<readonly string[]>(`
def data(request):
    return re.sub(r'^<[^>]*><data[^>]*>|</data></rpc-reply>$', "", rpc(request))
answer([data(get_config(XPATH % "tag" + pagination("<direction>backwards</direction><limit>2</limit>"))),
    data(get_config(XPATH % "device" + pagination("<limit>1</limit>") + '<with-defaults xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults">trim</with-defaults>')),
    data(get_data("/lab:lab/lab:device", pagination("<offset>4</offset>") + "<max-depth>1</max-depth>"))])
`);
    const noted = (remaining: number) =>
      ` xmlns:lpg="urn:ietf:params:xml:ns:yang:ietf-list-pagination" lpg:remaining="${remaining}"`;
    assert.equal(tags, `<lab xmlns="urn:example:lab"><tag${noted(1)}>z</tag><tag>y</tag></lab>`);
    assert.match(trimmed!, /<name>a<\/name><serial>10<\/serial><speed>300<\/speed><\/device><\/lab>$/);
    assert.equal(shallow, '<lab xmlns="urn:example:lab"><device><name>e</name></device></lab>');
  });

  it("entries of other origins are left out before the page is cut", async () => {
    const pages = await ask<readonly Page[]>(`
def of(origin, parameters, name="origin-filter"):
    wanted = '<%s xmlns:or="urn:ietf:params:xml:ns:yang:ietf-origin">or:%s</%s>' % (name, origin, name)
    return page(get_data("/lab:lab/lab:device", wanted + pagination(parameters), "operational"))
answer([of("default", ""), of("default", "<limit>1</limit>"), of("default", "<limit>1</limit><offset>1</offset>"),
    of("intended", "<limit>2</limit><direction>backwards</direction>"), of("system", ""),
    of("intended", "<limit>1</limit>", "negated-origin-filter"), of("default", "<where>lab:serial &gt; 6</where>")])
`);
    assert.deepEqual(namesOf(pages), ["be", "b", "e", "ed", "", "b", "b"]);
    assert.deepEqual(
      pages.map(({ remaining }) => remaining),
      [undefined, "1", undefined, "3", undefined, "1", undefined],
    );
  });

  it("a page of nothing is an empty answer", async () => {
    const [none, beyond] = await ask<readonly Page[]>(`
answer([devices("<where>speed = 1</where>"), devices("<offset>5</offset>")])
`);
    assert.deepEqual([none, beyond], [{ names: "" }, { names: "" }]);
  });

  it("sublist-limit cuts the lists inside of what is selected, and says how many entries are left out", async () => {
    const answers = await ask<readonly string[]>(`
def counts(request):
    root = etree.fromstring(rpc(request).encode())
    found = root.findall(".//{%s}device" % LAB) + root.findall(".//{%s}tag" % LAB)
    return " ".join(etree.QName(node).localname + (node.get(ANNOTATIONS + "remaining") or "") for node in found)
two = pagination("<sublist-limit>2</sublist-limit>")
answer([counts(get_config('<filter><lab xmlns="urn:example:lab"/></filter>' + two)), counts(get_config(two)), counts(get(XPATH % "device" + two)),
    counts(get_config(pagination("<sublist-limit>unbounded</sublist-limit>")))])
`);
    const all = "device device device device device";
    assert.deepEqual(answers, ["device3 device tag1 tag", "device3 device tag1 tag", all, `${all} tag tag tag`]);
  });

  it("lists of state have pages and cursors, as the capabilities of the system say", async () => {
    const { pages, capabilities } = await ask<{ pages: readonly string[]; capabilities: string }>(`
STATE = '<filter><netconf-state xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><datastores><datastore/></datastores></netconf-state></filter>'
pages, cursor = [], ""
while cursor is not None:
    text = rpc(get(STATE + pagination("<limit>2</limit>" + ("<cursor>%s</cursor>" % cursor if cursor else ""))))
    pages.append(" ".join(re.findall("<name>(.*?)<", text)))
    found = re.search('lpg:next="(.*?)"', text)
    cursor = found and found.group(1)
capabilities = data_of(m.get(filter=("subtree", '<system-capabilities xmlns="urn:ietf:params:xml:ns:yang:ietf-system-capabilities"/>')))
answer({"pages": pages, "capabilities": capabilities})
`);
    assert.deepEqual(pages, ["running candidate", "startup"]);
    const operational = capabilities.slice(capabilities.indexOf("ds:operational"));
    const [all] = /<per-node-capabilities>.*?<\/per-node-capabilities>/.exec(operational)!;
    assert.match(all, /<cursor-supported [^>]*>true</);
    assert.doesNotMatch(all, /node-selector/);
  });

  it("what cannot be is refused as the draft has it", async () => {
    const errors = await ask<readonly { type: string; tag: string; appTag?: string }[]>(`
refused = ["<limit>0</limit>", "<limit>many</limit>", "<offset>-1</offset>", "<direction>up</direction>", "<sort-by>colour</sort-by>",
    "<where>[</where>", "<where>colour = 1</where>", "<where>nobody:name</where>", "<sublist-limit>0</sublist-limit>",
    "<locale>sv_SE</locale>", "<sort-by>name</sort-by><locale>xx_XX</locale>", "<offset>6</offset>", "<cursor>bm9ib2R5</cursor>"]
answer([error_of(lambda: devices(parameters)) for parameters in refused]
    + [error_of(lambda: devices("<limit>1</limit>", filter)) for filter in ("", XPATH % "title", XPATH % "device[lab:name='a']", "<filter/>")])
`);
    const told = errors.map(({ type, tag, appTag }) => [type, tag, ...(appTag ? [appTag] : [])].join(" "));
    assert.deepEqual(told, [
      ...Array(10).fill("application invalid-value"),
      "application invalid-value ietf-list-pagination:locale-unavailable",
      "application invalid-value ietf-list-pagination:offset-out-of-range",
      "application invalid-value ietf-list-pagination:cursor-not-found",
      ...Array(4).fill("application operation-not-supported"),
    ]);
  });
});
