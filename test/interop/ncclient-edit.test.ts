/** edit-config and edit-data as ncclient sends them: what each operation attribute and option does (RFC 6241 7.2, RFC 8526 3.2). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

interface Refusal {
  readonly type: string;
  readonly tag: string;
  readonly path: string | null;
  readonly appTag: string | null;
  readonly message: string;
  readonly info: Readonly<Record<string, string>>;
}

describe("edits with ncclient", { skip: skipWithout("ncclient") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, script);

  it("each operation attribute does to a leaf that is there, and to one that is not, what the table of the RFC says", async () => {
    const outcome = await ask<Record<string, string>>(`
def outcome(operation, there):
    m.discard_changes()
    commit_lab("<title>old</title>" if there else "<tag>empty</tag>", 'nc:operation="replace"')
    value = "" if operation in ("delete", "remove") else "new"
    try:
        m.edit_config(target="candidate", default_operation="none",
            config=lab('<title nc:operation="%s">%s</title>' % (operation, value)))
    except RPCError as error:
        return error.tag
    return lab_of("candidate")
answer({operation + (" there" if there else " absent"): outcome(operation, there)
    for operation in ("merge", "replace", "create", "delete", "remove") for there in (True, False)})
`);
    assert.deepEqual(outcome, {
      "merge there": "<title>new</title>",
      "merge absent": "<title>new</title><tag>empty</tag>",
      "replace there": "<title>new</title>",
      "replace absent": "<title>new</title><tag>empty</tag>",
      "create there": "data-exists",
      "create absent": "<title>new</title><tag>empty</tag>",
      "delete there": "",
      "delete absent": "data-missing",
      "remove there": "",
      "remove absent": "<tag>empty</tag>",
    });
  });

  it("a number is deleted without its value, in either datastore", async () => {
    const seen = await ask<readonly string[]>(`
def without_speed(target):
    commit_lab('<device><name>a</name><serial>1</serial><speed>10</speed></device>', 'nc:operation="replace"')
    m.edit_config(target=target, config=lab('<device><name>a</name><speed nc:operation="delete"/></device>'))
    return lab_of(target)
answer([without_speed("candidate"), without_speed("running")])
`);
    assert.deepEqual(seen, Array(2).fill("<device><name>a</name><serial>1</serial></device>"));
  });

  it("replace of a list entry takes away what the new entry does not have, merge keeps it", async () => {
    const seen = await ask<readonly string[]>(`
commit_lab('<device><name>a</name><serial>1</serial><speed>10</speed></device>', 'nc:operation="replace"')
m.edit_config(target="candidate", config=lab('<device><name>a</name><cable>copper</cable></device>'))
merged = lab_of("candidate")
m.edit_config(target="candidate", config=lab('<device nc:operation="replace"><name>a</name><serial>2</serial></device>'))
replaced = lab_of("candidate")
m.discard_changes()
answer([merged, replaced])
`);
    assert.deepEqual(seen, [
      "<device><name>a</name><serial>1</serial><cable>copper</cable><speed>10</speed></device>",
      "<device><name>a</name><serial>2</serial></device>",
    ]);
  });

  it("default-operation replace leaves nothing but the content, none changes only what is marked", async () => {
    const seen = await ask<readonly unknown[]>(`
commit_lab('<title>t</title><device><name>a</name><serial>1</serial></device>', 'nc:operation="replace"')
m.edit_config(target="candidate", default_operation="none", config=lab('<title>x</title><device><name>a</name><speed nc:operation="create">7</speed></device>'))
none = lab_of("candidate")
missing = error_of(lambda: m.edit_config(target="candidate", default_operation="none", config=lab('<device><name>b</name><serial>2</serial></device>')))
m.discard_changes()
nacm = m.get_config("running", filter=("subtree", '<nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm"/>')).data_xml
inner = re.search("<nacm.*</nacm>", nacm).group(0)
m.edit_config(target="candidate", default_operation="replace", config=config(inner + '<lab xmlns="urn:example:lab"><tag>only</tag></lab>'))
m.commit()
answer([none, missing["tag"], lab_of()])
`);
    assert.deepEqual(seen, [
      "<title>t</title><device><name>a</name><serial>1</serial><speed>7</speed></device>",
      "data-missing",
      "<tag>only</tag>",
    ]);
  });

  it("entries of a user-ordered list are put first, last, before and after others, and moved", async () => {
    const orders = await ask<readonly string[]>(`
YANG = 'xmlns:yang="urn:ietf:params:xml:ns:yang:1" '
def task(id, insert, key=None):
    point = "" if key is None else ' yang:key="[lab:id=\\'%d\\']"' % key
    return '<task %syang:insert="%s"%s><id>%d</id></task>' % (YANG, insert, point, id)
def order():
    return " ".join(re.findall("<id>(\\\\d+)</id>", lab_of("candidate")))
commit_lab("".join("<task><id>%d</id></task>" % id for id in (5, 3, 9)), 'nc:operation="replace"')
orders = [order()]
for one in (task(1, "first"), task(2, "last"), task(7, "before", 9), task(8, "after", 5), task(2, "first"), task(1, "after", 9)):
    m.edit_config(target="candidate", config=lab(one, 'xmlns:lab="urn:example:lab"'))
    orders.append(order())
m.commit()
answer(orders + [" ".join(re.findall("<id>(\\\\d+)</id>", lab_of("running")))])
`);
    assert.deepEqual(orders, [
      "5 3 9",
      "1 5 3 9",
      "1 5 3 9 2",
      "1 5 3 7 9 2",
      "1 5 8 3 7 9 2",
      "2 1 5 8 3 7 9",
      "2 5 8 3 7 9 1",
      "2 5 8 3 7 9 1",
    ]);
  });

  it("values of a user-ordered leaf-list are put before another, and next to one that is not there nothing is put", async () => {
    const [steps, refusal] = await ask<readonly [string, Refusal]>(`
commit_lab("<step>coffee</step><step>work</step>", 'nc:operation="replace"')
YANG = 'xmlns:yang="urn:ietf:params:xml:ns:yang:1" '
m.edit_config(target="candidate", config=lab('<step %syang:insert="before" yang:value="work">mail</step>' % YANG))
m.commit()
missing = error_of(lambda: m.edit_config(target="candidate", config=lab('<step %syang:insert="after" yang:value="nap">lunch</step>' % YANG)))
answer([lab_of(), missing])
`);
    assert.equal(steps, "<step>coffee</step><step>mail</step><step>work</step>");
    assert.equal(refusal.tag, "bad-attribute");
    assert.equal(refusal.appTag, "missing-instance");
  });

  it("rollback-on-error leaves the candidate as it was, stop-on-error what came first, continue-on-error all that is right", async () => {
    const seen = await ask<Record<string, readonly [readonly string[], string]>>(`
def outcome(option):
    m.discard_changes()
    commit_lab("", 'nc:operation="remove"')
    content = lab('<title>first</title><tag nc:operation="delete">nowhere</tag><task><id>9</id></task>')
    try:
        m.edit_config(target="candidate", error_option=option, config=content)
    except RPCError as error:
        return [[one.tag for one in error.errlist or [error]], lab_of("candidate")]
answer({option: outcome(option) for option in ("rollback-on-error", "stop-on-error", "continue-on-error")})
`);
    assert.deepEqual(seen, {
      "rollback-on-error": [["data-missing"], ""],
      "stop-on-error": [["data-missing"], "<title>first</title>"],
      "continue-on-error": [["data-missing"], "<title>first</title><task><id>9</id></task>"],
    });
  });

  it("test-only says what is wrong with an edit and changes nothing, in either datastore", async () => {
    const seen = await ask<readonly unknown[]>(`
m.discard_changes()
commit_lab("<title>kept</title>", 'nc:operation="replace"')
good, bad = lab("<title>tried</title>"), lab("<device><name>a</name></device>")
result = []
for target in ("candidate", "running"):
    m.edit_config(target=target, test_option="test-only", config=good)
    result.append(error_of(lambda: m.edit_config(target=target, test_option="test-only", config=bad))["tag"])
answer(result + [lab_of("candidate"), lab_of("running")])
`);
    assert.deepEqual(seen, ["data-missing", "data-missing", "<title>kept</title>", "<title>kept</title>"]);
  });

  it("test-only on running does not care about what waits in the candidate", async () => {
    const seen = await ask<string>(`
m.discard_changes()
commit_lab("", 'nc:operation="remove"')
m.edit_config(target="candidate", config=lab("<device><name>unfinished</name></device>"))
m.edit_config(target="running", test_option="test-only", config=lab("<title>tried</title>"))
answer(lab_of("candidate"))
`);
    assert.equal(seen, "<device><name>unfinished</name></device>");
  });

  it("an edit of running is a commit of its own, and the candidate follows without losing its own edits", async () => {
    const seen = await ask<readonly string[]>(`
m.discard_changes()
commit_lab("<title>old</title>", 'nc:operation="replace"')
m.edit_config(target="candidate", config=lab("<title>mine</title><tag>candidate</tag>"))
m.edit_config(target="running", config=lab("<title>theirs</title><bench-count>7</bench-count>"))
seen = [lab_of("running"), lab_of("candidate")]
m.commit()
answer(seen + [lab_of("running")])
`);
    assert.deepEqual(seen, [
      "<title>theirs</title><bench-count>7</bench-count>",
      "<title>mine</title><bench-count>7</bench-count><tag>candidate</tag>",
      "<title>mine</title><bench-count>7</bench-count><tag>candidate</tag>",
    ]);
  });

  it("an edit of running that is not valid is refused as a whole", async () => {
    const [refusal, running] = await ask<readonly [Refusal, string]>(`
m.discard_changes()
commit_lab("<title>kept</title>", 'nc:operation="replace"')
bad = lab("<title>new</title><device><name>a</name><serial>1</serial><peer>nobody</peer></device>")
answer([error_of(lambda: m.edit_config(target="running", config=bad)), lab_of()])
`);
    assert.equal(refusal.tag, "data-missing");
    assert.equal(refusal.appTag, "instance-required");
    assert.equal(running, "<title>kept</title>");
  });

  it("edit-data edits the candidate and running by their NMDA names", async () => {
    const seen = await ask<readonly string[]>(`
commit_lab("", 'nc:operation="remove"')
def edit_data(datastore, inner):
    return rpc('<edit-data xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores">'
        '<datastore>ds:%s</datastore><config><lab xmlns="urn:example:lab">%s</lab></config></edit-data>' % (datastore, inner))
edit_data("candidate", "<title>c</title>")
edit_data("running", "<tag>r</tag>")
refused = error_of(lambda: edit_data("operational", "<tag>o</tag>"))
answer([lab_of("candidate"), lab_of("running"), refused["tag"]])
`);
    assert.deepEqual(seen, ["<title>c</title><tag>r</tag>", "<tag>r</tag>", "invalid-value"]);
  });
});
