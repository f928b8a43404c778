/** Locks and sessions with ncclient (RFC 6241 7.5, 7.6, 7.8, 7.9). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

describe("locks with ncclient", { skip: skipWithout("ncclient", "curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, `other = connect()\n${script}`);

  it("a lock that another session holds is denied with that session's id", async () => {
    const { refusals, holder } = await ask<{ refusals: readonly Refusal[]; holder: string }>(`
refusals = []
for name in ("running", "candidate", "startup"):
    m.lock(name)
    refusals.append(error_of(lambda: other.lock(name)))
    refusals.append(error_of(lambda: m.lock(name)))
    m.unlock(name)
    other.lock(name)
    other.unlock(name)
answer({"refusals": refusals, "holder": m.session_id})
`);
    for (const { type, tag, info } of refusals) {
      assert.deepEqual({ type, tag, info }, { type: "protocol", tag: "lock-denied", info: { "session-id": holder } });
    }
  });

  it("the candidate cannot be locked while it has changes", async () => {
    const refusal = await ask<Refusal>(`
m.edit_config(target="candidate", config=lab("<title>x</title>"))
refusal = error_of(lambda: other.lock("candidate"))
m.discard_changes()
other.lock("candidate")
other.unlock("candidate")
answer(refusal)
`);
    assert.equal(refusal.tag, "lock-denied");
    assert.deepEqual(refusal.info, { "session-id": "0" });
  });

  it("unlocking the candidate discards its changes; unlocking what one does not hold fails", async () => {
    const [candidate, ...tags] = await ask<readonly string[]>(`
m.lock("candidate")
m.edit_config(target="candidate", config=lab("<title>x</title>"))
other_tag = error_of(lambda: other.unlock("candidate"))["tag"]
m.unlock("candidate")
answer([lab_of("candidate"), other_tag, error_of(lambda: m.unlock("candidate"))["tag"]])
`);
    assert.equal(candidate, "");
    assert.deepEqual(tags, ["operation-failed", "operation-failed"]);
  });

  it("what others may not touch while a lock is held is refused with in-use, reading is not", async () => {
    const { tags, read } = await ask<{ tags: Record<string, string>; read: string }>(`
def edit(target): return lambda: other.edit_config(target=target, config=lab("<title>y</title>"))
m.lock("candidate")
tags = {"edit candidate": error_of(edit("candidate"))["tag"], "discard": error_of(other.discard_changes)["tag"],
    "commit with candidate locked": error_of(other.commit)["tag"],
    "copy to candidate": error_of(lambda: other.copy_config(source="startup", target="candidate"))["tag"]}
m.unlock("candidate")
m.lock("running")
tags.update({"edit running": error_of(edit("running"))["tag"], "commit": error_of(other.commit)["tag"]})
read = data_of(other.get_config("running"))
m.unlock("running")
m.lock("startup")
tags["delete startup"] = error_of(lambda: other.delete_config("startup"))["tag"]
m.unlock("startup")
answer({"tags": tags, "read": read[:5]})
`);
    for (const [what, tag] of Object.entries(tags)) assert.equal(tag, "in-use", what);
    assert.equal(read, "<nacm");
  });

  it("a lock of running holds RESTCONF off, and is shown in netconf-state", async () => {
    const answered = curlWhileLocked(server);
    assert.equal((await answered).status, 409);
    assert.match((await answered).body, /"in-use"|"lock-denied"/);
  });

  it("locks and the changes of a session end with it, however it ends", async () => {
    const seen = await ask<readonly string[]>(`
m.lock("candidate")
m.edit_config(target="candidate", config=lab("<title>left behind</title>"))
m.close_session()
def lock():
    try:
        other.lock("candidate")
        return True
    except RPCError:
        return False
until(lock)
seen = [lab_of("candidate", other)]
other.unlock("candidate")
third = connect()
third.lock("running")
third._session.transport.close()
def locked():
    try:
        other.lock("running")
        return True
    except RPCError:
        return False
until(locked)
other.unlock("running")
answer(seen)
`);
    assert.deepEqual(seen, [""]);
  });

  it("kill-session ends the victim and frees its locks at once; nobody kills himself or nobody", async () => {
    const { tags, gone, candidate } = await ask<{ tags: readonly string[]; gone: boolean; candidate: string }>(`
other.lock("candidate")
other.edit_config(target="candidate", config=lab("<title>victim</title>"))
m.kill_session(other.session_id)
m.lock("candidate")
candidate = lab_of("candidate")
m.unlock("candidate")
until(lambda: not other.connected)
tags = [error_of(lambda: m.kill_session(id))["tag"] for id in (m.session_id, other.session_id, "999999")]
answer({"tags": tags, "gone": not other.connected, "candidate": candidate})
`);
    assert.deepEqual(tags, ["invalid-value", "invalid-value", "invalid-value"]);
    assert.equal(gone, true);
    assert.equal(candidate, "");
  });
});

interface Refusal {
  readonly type: string;
  readonly tag: string;
  readonly info: Readonly<Record<string, string>>;
}

/** A PUT while an ncclient session holds the lock of running: the script waits for a word of ours in the candidate. */
async function curlWhileLocked(server: ServerProcess) {
  const holder = ncclientAnswer<string>(
    server,
    `
m.lock("running")
until(lambda: "go on" in lab_of("candidate"))
m.discard_changes()
m.unlock("running")
answer("done")
`,
  );
  const state = () => curl(server, { path: "/restconf/data/ietf-netconf-monitoring:netconf-state/datastores" });
  while (!(await state()).body.includes("locked-by-session"));
  const title = { "example-lab:lab": { title: "from RESTCONF" } };
  const request = { method: "PUT", path: "/restconf/data/example-lab:lab", body: JSON.stringify(title) };
  const answered = await curl(server, request);
  await curl(server, {
    method: "PATCH",
    path: "/restconf/ds/ietf-datastores:candidate/example-lab:lab",
    body: JSON.stringify({ "example-lab:lab": { title: "go on" } }),
  });
  await holder;
  return answered;
}
