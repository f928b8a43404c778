/** A VPP that is its own memif peer: of a master that goes while its slave shakes hands with it VPP dies. */

import assert from "node:assert/strict";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ShowVersion } from "vpp-binapi-ts/api";
import type { Configuration } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";
import { eventually } from "../send-packets.js";

const filename = join(tmpdir(), `sweetcomb-peers-${process.pid}.sock`);

const memif = (name: string, settings: a.Member): a.Member => ({
  name,
  type: "sweetcomb-interfaces:memif",
  enabled: true,
  "sweetcomb-interfaces:memif": settings,
});
const master = (name: string, settings: a.Member = {}) => memif(name, { socket: 51, ...settings });
const slave = (name: string, peer: string | undefined, settings: a.Member = {}) =>
  memif(name, { socket: 52, role: "slave", ...(peer !== undefined && { "peer-interface": peer }), ...settings });

/** Interfaces on two sockets with one file name. */
const peers = (...list: readonly a.Member[]): Configuration => ({
  "sweetcomb-interfaces:memif-sockets": { socket: [51, 52].map((id) => ({ id, filename })) },
  ...a.interfaces(...list),
});

const leafOf = (name: string, leaf: string) =>
  `/ietf-interfaces:interfaces/interface[name='${name}']/sweetcomb-interfaces:memif/${leaf}`;

export const memifPeerScenarios: Scenarios = {
  "a slave of a master of the same VPP has to name it, and both are made anew when the master changes": async (bed) => {
    await bed.configure(peers(master("one")));
    await isRefused(
      bed,
      peers(master("one"), slave("two", undefined)),
      leafOf("two", "peer-interface"),
      /its own peer/,
    );
    await bed.configure(peers(slave("two", undefined)));
    await isRefused(bed, peers(slave("two", undefined), master("one")), leafOf("one", "socket"), /its own peer/);
    await isRefused(
      bed,
      peers(master("one", { id: 1 }), slave("two", "one")),
      leafOf("two", "peer-interface"),
      /same id/,
    );
    await isReadBack(bed, peers(master("one"), slave("two", "one")));
    await eventually(async () => assert.equal((await a.interfaceOf(bed, "two"))?.["oper-status"], "up"));
    await isReadBack(bed, peers(master("one", { "rx-queues": 2 }), slave("two", "one")));
    assert.deepEqual(await bed.restartServer(), []);
    await assert.rejects(bed.configure(peers(slave("two", "one"))));
    await isReadBack(bed, peers(slave("two", undefined)));
  },

  "six slaves on one file of the same VPP are refused: VPP would wait for itself": async (bed) => {
    const pairs = (count: number) =>
      Array.from({ length: count }, (_, id) => [master(`m${id}`, { id }), slave(`s${id}`, `m${id}`, { id })]).flat();
    await isRefused(bed, peers(...pairs(6)), leafOf("s0", "peer-interface"), /wait for itself/);
    await isReadBack(bed, peers(...pairs(5)));
    await isRefused(bed, peers(...pairs(6)), leafOf("s5", "peer-interface"), /wait for itself/);
  },

  "a VPP that is its own peer lives when both are made and taken back while they shake hands": async (bed) => {
    for (let round = 0; round < 20; round++) {
      await bed.configure(peers(master("one"), slave("two", "one")));
      if (round % 2 === 0) await bed.configure(peers(master("one", { "ring-size": 512 }), slave("two", "one")));
      await bed.configure(round % 3 === 0 ? peers(master("one")) : {});
    }
    assert.match((await (await bed.asOther()).call(ShowVersion)).program, /./);
  },
};

export const memifPeerScenariosOfRealVpp: Scenarios = {
  "an interface on a socket in a folder that is not there is refused as often as it is tried, and made when the folder is there":
    async (bed) => {
      const folder = join(tmpdir(), `sweetcomb-peers-${process.pid}`);
      const sockets = { "sweetcomb-interfaces:memif-sockets": { socket: [{ id: 51, filename: join(folder, "s") }] } };
      await bed.configure(sockets);
      for (let round = 0; round < 3; round++) {
        await assert.rejects(bed.configure({ ...sockets, ...a.interfaces(master("one"), master("two", { id: 1 })) }));
      }
      mkdirSync(folder);
      try {
        await isReadBack(bed, { ...sockets, ...a.interfaces(master("one"), master("two", { id: 1 })) });
        assert.ok(existsSync(join(folder, "s")));
        await bed.configure({});
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
};
