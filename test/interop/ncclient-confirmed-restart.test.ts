/** Confirmed commits over a kill of the server (docs/decisions/2026-11-22-confirmed-commit-over-a-restart.md). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

describe("confirmed commits over a kill of the server", { skip: skipWithout("ncclient") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());

  /** Commits "new" over "old" for confirmation, kills the server, starts it again after a while. */
  async function commitAndKill(commit: string, waitMs = 0): Promise<void> {
    await ncclientAnswer(
      server,
      `
commit_lab("<title>old</title>", 'nc:operation="replace"')
m.edit_config(target="candidate", config=lab("<title>new</title>"))
${commit}
answer(None)`,
    );
    await server.stop("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    server = await server.restart();
  }

  const running = (before = "") => ncclientAnswer<string>(server, `${before}\nanswer(lab_of("running"))`);

  it("with persist the wait goes on, and the persist-id still cancels", async () => {
    await commitAndKill(`m.commit(confirmed=True, persist="word", timeout="600")`);
    assert.equal(await running(), "<title>new</title>");
    assert.equal(await running(`m.cancel_commit(persist_id="word")`), "<title>old</title>");
  });

  it("without persist running goes back at the start", async () => {
    await commitAndKill(`m.commit(confirmed=True, timeout="600")`);
    assert.equal(await running(), "<title>old</title>");
  });

  it("with persist running goes back at the start when the time has passed meanwhile", async () => {
    await commitAndKill(`m.commit(confirmed=True, persist="word", timeout="1")`, 1100);
    assert.equal(await running(), "<title>old</title>");
  });
});
