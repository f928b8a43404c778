import { PipeCreate, PipeDelete, PipeDump } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { addInterface, deleteInterface } from "../state/interfaces.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { onInterface } from "./on-interface.js";

interface Pipe {
  readonly swIfIndex: number;
  readonly pipeSwIfIndex: number[];
  readonly instance: number;
}

const pipes = recordsOf<Pipe>("pipe", (pipe, swIfIndex) => pipe.swIfIndex === swIfIndex);

/** Pairs of interfaces inside VPP (vnet/devices/pipe). */
export const pipe: Feature = {
  name: "pipe",
  handlers: [
    answer(PipeCreate, (vpp, { isSpecified, userInstance }) => {
      const instance = isSpecified ? userInstance : lowestFree(vpp);
      if (isTaken(vpp, instance)) return { retval: Retval.INVALID_REGISTRATION };
      const name = `pipe${instance}`;
      const mac = Uint8Array.of(0, 0, 0, 0, 0, instance);
      const { swIfIndex } = addInterface(vpp, { kind: "pipe", deviceType: "Pipe", name, mac });
      const pipeSwIfIndex = [0, 1].map((end) => addEnd(vpp, swIfIndex, name, end));
      pipes(vpp).set(String(swIfIndex), { swIfIndex, pipeSwIfIndex, instance });
      return { retval: Retval.OK, swIfIndex, pipeSwIfIndex };
    }),
    onInterface(PipeDelete, (vpp, gone) => {
      // An end is not deleted alone, and VPP says nothing to that.
      if (gone.part !== undefined) return Retval.OK;
      if (!pipes(vpp).has(String(gone.swIfIndex))) return Retval.INVALID_SW_IF_INDEX;
      deleteInterface(vpp, gone);
      return Retval.OK;
    }),
    answerDump(PipeDump, (vpp) => pipes(vpp).values()),
  ],
};

const TYPE_PIPE = 3;

function addEnd(vpp: Vpp, supSwIfIndex: number, name: string, end: number): number {
  const part = { supSwIfIndex, type: TYPE_PIPE, subId: end, subIfFlags: 0, outerVlanId: 0, innerVlanId: 0 };
  const made = { kind: "pipe", deviceType: "Pipe", name: `${name}.${end}`, mtu: 0, linkMtu: 9000, part };
  return addInterface(vpp, made).swIfIndex;
}

function isTaken(vpp: Vpp, instance: number): boolean {
  return [...pipes(vpp).values()].some((pipe) => pipe.instance === instance);
}

function lowestFree(vpp: Vpp): number {
  let instance = 0;
  while (isTaken(vpp, instance)) instance++;
  return instance;
}
