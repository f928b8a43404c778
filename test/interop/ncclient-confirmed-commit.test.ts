/** Confirmed commits with ncclient (RFC 6241 8.4): whatever happens, running is one of two legal states. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

const words = `
def title(session=None): return re.sub("</?title>", "", lab_of("running", session))
def start():
    "Running says old, the candidate new."
    m.discard_changes()
    commit_lab("<title>old</title>", 'nc:operation="replace"')
    m.edit_config(target="candidate", config=lab("<title>new</title>"))
other = connect()
start()
`;

describe("confirmed commits with ncclient", { skip: skipWithout("ncclient", "curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);

  it("a commit that is confirmed stays", async () => {
    const seen = await ask<readonly string[]>(`
m.commit(confirmed=True, timeout="2")
seen = [title()]
m.commit()
time.sleep(2.5)
answer(seen + [title()])
`);
    assert.deepEqual(seen, ["new", "new"]);
  });

  it("a commit that is not confirmed in time goes back, and the candidate with it keeps no trace", async () => {
    const seen = await ask<readonly string[]>(`
m.commit(confirmed=True, timeout="1")
seen = [title()]
until(lambda: title() == "old")
answer(seen + [title(), lab_of("candidate")])
`);
    assert.deepEqual(seen, ["new", "old", "<title>old</title>"]);
  });

  it("cancel-commit goes back at once; without anything to cancel it fails", async () => {
    const seen = await ask<readonly string[]>(`
m.commit(confirmed=True)
m.cancel_commit()
answer([title(), error_of(m.cancel_commit)["tag"]])
`);
    assert.deepEqual(seen, ["old", "operation-failed"]);
  });

  it("the end of the session goes back, by close-session, by kill-session and by a cut connection", async () => {
    const seen = await ask<readonly string[]>(`
ends = {"close": lambda session: session.close_session(), "kill": lambda session: m.kill_session(session.session_id),
    "cut": lambda session: session._session.transport.close()}
seen = []
for name, end in ends.items():
    start()
    session = connect()
    session.commit(confirmed=True)
    seen.append(title())
    end(session)
    until(lambda: title() == "old")
answer(seen)
`);
    assert.deepEqual(seen, ["new", "new", "new"]);
  });

  it("another session can neither confirm nor cancel what has no persist, nor lock running", async () => {
    const seen = await ask<readonly string[]>(`
m.commit(confirmed=True)
tags = [error_of(call)["tag"] for call in (other.commit, other.cancel_commit, lambda: other.commit(persist_id="x"), lambda: other.lock("running"))]
still = title()
m.cancel_commit()
answer(tags + [still, title()])
`);
    assert.deepEqual(seen, ["in-use", "in-use", "invalid-value", "lock-denied", "new", "old"]);
  });

  it("what others write into running while it waits is refused, so that nothing acknowledged goes back with it", async () => {
    const seen = await ask<readonly string[]>(`
import subprocess
m.commit(confirmed=True, timeout="60")
tag = error_of(lambda: other.edit_config(target="running", config=lab("<tag>other</tag>")))["tag"]
url = "https://localhost:${server.restconfPort}/restconf/data/example-lab:lab/bench-count"
put = ["curl", "-sS", "--cacert", CERTS + "/ca.crt", "--cert", CERTS + "/admin.crt", "--key", CERTS + "/admin.key", "-X", "PUT",
    "-H", "Content-Type: application/yang-data+json", "-d", '{"example-lab:bench-count": 9}', "-w", " %{http_code}", url]
refused = subprocess.run(put, capture_output=True, text=True).stdout
m.edit_config(target="running", config=lab("<tag>mine</tag>"))
seen = [tag, refused[-3:], re.search('"error-tag":"([^"]+)"', refused).group(1), lab_of()]
m.cancel_commit()
answer(seen + [lab_of()])
`);
    const both = "<title>new</title><tag>mine</tag>";
    assert.deepEqual(seen, ["in-use", "409", "in-use", both, "<title>old</title>"]);
  });

  it("with persist any session confirms or cancels by the persist-id, also after the first has gone", async () => {
    const seen = await ask<readonly string[]>(`
first = connect()
first.commit(confirmed=True, persist="word")
first.close_session()
seen = [title()]
m.commit(persist_id="word")
seen.append(title())
start()
m.commit(confirmed=True, persist="word")
other.cancel_commit(persist_id="word")
answer(seen + [title()])
`);
    assert.deepEqual(seen, ["new", "new", "old"]);
  });

  it("a wrong or missing persist-id changes nothing: not running, not the candidate, not the wait", async () => {
    const { tags, seen, cancelled } = await ask<{ tags: string[]; seen: string[]; cancelled: string }>(`
m.commit(confirmed=True, persist="word")
m.edit_config(target="candidate", config=lab("<tag>waiting</tag>"))
calls = (lambda: m.commit(persist_id="wrong"), m.commit, lambda: m.commit(confirmed=True, persist_id="wrong"), lambda: other.cancel_commit(persist_id="wrong"), m.cancel_commit)
tags = [error_of(call)["tag"] for call in calls]
seen = [title(), lab_of("candidate")]
m.discard_changes()
m.cancel_commit(persist_id="word")
answer({"tags": tags, "seen": seen, "cancelled": title()})
`);
    assert.deepEqual(tags, Array(5).fill("invalid-value"));
    assert.deepEqual(seen, ["new", "<title>new</title><tag>waiting</tag>"]);
    assert.equal(cancelled, "old");
  });

  it("a follow-up confirmed commit prolongs the wait, and going back undoes both", async () => {
    const seen = await ask<readonly string[]>(`
m.commit(confirmed=True, timeout="2")
m.edit_config(target="candidate", config=lab("<title>newer</title><tag>more</tag>"))
m.commit(confirmed=True, timeout="60")
time.sleep(2.5)
seen = [lab_of()]
m.cancel_commit()
answer(seen + [lab_of()])
`);
    assert.deepEqual(seen, ["<title>newer</title><tag>more</tag>", "<title>old</title>"]);
  });
});
