/** Pairs of interfaces inside VPP. */

import assert from "node:assert/strict";
import { CliInband, CreateLoopback, DeleteLoopback, PipeDump } from "vpp-binapi-ts/api";
import { hasDeletedLoopback } from "../../../translators/interfaces/kept-nodes.js";
import type { TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";
import { unmark } from "../unmark.js";

const type = "sweetcomb-sub-interfaces:pipe";

const withEnds = (...ends: readonly a.Member[]) => a.interfaces({ name: "pipe7", type }, ...ends);

export const pipeScenarios: Scenarios = {
  "a pipe and its two ends are read back as configured, and found by a restarted server": async (bed) => {
    const west = pipeEnd("left", { pipe: "pipe7" }, a.addresses("192.0.2.1/24"));
    const east = pipeEnd("right", { pipe: "pipe7", side: "east" }, a.addresses("198.51.100.1/24"));
    await whileLoopbacksAreTaken(bed, () => isReadBack(bed, withEnds(west, east)));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, withEnds(west));
    assert.equal(await a.interfaceOf(bed, "right"), undefined);
    await isReadBack(bed, withEnds(pipeEnd("other", { pipe: "pipe7", side: "east" }, a.addresses("198.51.100.1/24"))));
    await assert.rejects(bed.configure(withEnds(west, pipeEnd("other", { pipe: "pipe7" }))));
  },

  "a pipe with any name that a dying server could not mark is known by its number": async (bed) => {
    const configuration = a.interfaces({ name: "between", type });
    await whileLoopbacksAreTaken(bed, async () => void (await bed.applyToVppOnly(configuration)));
    assert.equal(await unmark(bed), 1);
    await bed.restartServer();
    await isReadBack(bed, configuration);
  },

  "a pipe itself is given nothing that sends packets: its ends carry them": async (bed) => {
    for (const more of [
      a.addresses("192.0.2.1/24"),
      { "ietf-ip:ipv6": { enabled: true } },
      { "sweetcomb-lldp:lldp": { enabled: true } },
    ]) {
      const pipe = a.interfaces({ name: "pipe7", type, enabled: true, description: "between two VRFs", ...more });
      await assert.rejects(bed.configure(pipe), /carries no packets/);
    }
  },

  "a removed pipe is kept by VPP without settings, and taken again when one with its number is configured": async (
    bed,
  ) => {
    const end = pipeEnd("left", { pipe: "pipe7" }, a.addresses("192.0.2.1/24"));
    await whileLoopbacksAreTaken(bed, () => bed.configure(withEnds(end)));
    const before = await pipesOf(bed);
    await bed.configure({});
    assert.deepEqual(await pipesOf(bed), before);
    const kept = await a.interfaceOf(bed, "pipe7.0");
    assert.equal(kept?.["ietf-ip:ipv4"], undefined, JSON.stringify(kept));
    await isReadBack(bed, withEnds(end));
    assert.deepEqual(await pipesOf(bed), before);
  },
};

/** Need the packet graph. */
export const pipeScenariosOfRealVpp: Scenarios = {
  "a pipe that would get what VPP keeps of a deleted loopback is refused, and VPP lives when packets come": async (
    bed,
  ) => {
    const neighbor = { neighbor: [{ ip: "192.0.2.2", "link-layer-address": "02:00:00:00:00:02" }] };
    const { "ietf-ip:ipv4": ipv4 } = a.addresses("192.0.2.1/24") as { "ietf-ip:ipv4": object };
    const addressed = a.interfaces(a.loopback("loop0", { enabled: true, "ietf-ip:ipv4": { ...ipv4, ...neighbor } }));
    const other = await bed.asOther();
    const ping = async () => (await other.call(CliInband, { cmd: "ping 192.0.2.2 repeat 2 interval 0.01" })).reply;
    await bed.configure(addressed);
    assert.match(await ping(), /2 sent/);
    await bed.configure({});
    await assert.rejects(bed.configure(a.interfaces({ name: "pipe8", type })), {
      tag: "operation-not-supported",
      message: /deleted loopback/,
    });
    await bed.configure(addressed);
    assert.match(await ping(), /2 sent/);
    assert.match(await ping(), /2 sent/);
  },
};

/** Nothing of deleted loopbacks is left to be taken while `act` runs. */
export async function whileLoopbacksAreTaken(bed: TestBed, act: () => Promise<void>): Promise<void> {
  const other = await bed.asOther();
  const taken: number[] = [];
  while (hasDeletedLoopback((await other.call(CliInband, { cmd: "show vlib graph" })).reply)) {
    taken.push((await other.call(CreateLoopback, {})).swIfIndex);
  }
  try {
    await act();
  } finally {
    for (const swIfIndex of taken) await other.call(DeleteLoopback, { swIfIndex });
  }
}

async function pipesOf(bed: TestBed) {
  const pipes: unknown[] = [];
  for await (const pipe of (await bed.asOther()).dump(PipeDump)) pipes.push(pipe);
  return pipes;
}

function pipeEnd(name: string, settings: a.Member, more: a.Member = {}): a.Member {
  return { name, type: "sweetcomb-sub-interfaces:pipe-end", "sweetcomb-sub-interfaces:pipe-end": settings, ...more };
}
