import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message, VppCaller } from "vpp-binapi-ts";
import { MemifDump, MemifRole } from "vpp-binapi-ts/api";
import { fences } from "../../src/vpp-api/fences/fences.js";

const { MEMIF_ROLE_API_MASTER: master, MEMIF_ROLE_API_SLAVE: slave } = MemifRole;

/** A VPP without PPPoE, with a master on one of two sockets that have the same file, perhaps a slave on the other one, and a third socket. */
function vppWith(...more: readonly object[]): VppCaller {
  const memifs = [{ swIfIndex: 1, socketId: 1, role: master, ifName: "memif1/0" }, ...more];
  const files = ["/run/a", "/run/a", "/run/b"].map((socketFilename, at) => ({ socketId: at + 1, socketFilename }));
  const dump = async function* (request: Message<unknown>) {
    yield* request === MemifDump ? memifs : files;
  };
  return { dump, supports: () => false } as unknown as VppCaller;
}

const itsSlave = { swIfIndex: 2, socketId: 2, role: slave, ifName: "memif2/0" };

test("requests by name make no VPP its own memif peer, and delete no master before its slave", async () => {
  const creation = (role: number, socketId: number) =>
    fences.get("memif_create_v2")?.({ role, socketId, mode: 0 }, vppWith(itsSlave));
  assert.match((await creation(slave, 1)) ?? "", /its own peer with memif1\/0/);
  assert.match((await creation(master, 2)) ?? "", /its own peer with memif2\/0/);
  assert.equal(await creation(slave, 3), undefined);
  const deletion = (swIfIndex: number, ...more: readonly object[]) =>
    fences.get("memif_delete")?.({ swIfIndex }, vppWith(...more));
  assert.match((await deletion(1, itsSlave)) ?? "", /memif2\/0 in the same VPP has to go first/);
  assert.equal(await deletion(2, itsSlave), undefined);
  assert.equal(await deletion(1), undefined);
});

test("requests by name delete no memif socket that an interface uses, which VPP may do, and die of the interface", async () => {
  const request = (isAdd: boolean, socketId: number) =>
    fences.get("memif_socket_filename_add_del_v2")?.({ isAdd, socketId }, vppWith());
  assert.match((await request(false, 1)) ?? "", /memif1\/0 uses the socket/);
  assert.equal(await request(false, 2), undefined);
  assert.equal(await request(true, 1), undefined);
});
