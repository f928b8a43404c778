import {
  type PnatAttachmentPoint,
  PnatBindingAddV2,
  PnatBindingAttach,
  PnatBindingDel,
  PnatBindingDetach,
  PnatBindingsGet,
  PnatFlowLookup,
  PnatInterfacesGet,
  PnatMask,
  type PnatMatchTuple,
} from "vpp-binapi-ts/api";
import { answer, answerStream, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { lowestFreeIndex } from "./indexed-records.js";
import { onInterface } from "./on-interface.js";

/** By number. */
const bindings = recordsOf<PnatBindingAddV2>("pnat-bindings");

/** What is attached, by interface, direction and the fields that count. VPP keeps it when the interface goes. */
const flows = recordsOf<{ readonly bindingIndex: number }>("pnat-flows");

interface Port {
  readonly swIfIndex: number;
  readonly enabled: [boolean, boolean];
  readonly lookupMask: [number, number];
  attached: number;
}

const ports = recordsOf<Port>("pnat-interfaces");

const PROTOCOLS_WITH_PORTS: readonly number[] = [6, 17];

/** Policy NAT (plugin pnat), without packets. Its refusals are numbers of its own. */
export const pnat: Feature = {
  name: "pnat",
  handlers: [
    answer(PnatBindingAddV2, (vpp, asked) => {
      const { match, rewrite } = asked;
      const masks: readonly number[] = [match.mask, rewrite.mask];
      if (masks.includes(0)) return { retval: -1, bindingIndex: NONE };
      const hasPorts = match.sport !== 0 || match.dport !== 0;
      if (hasPorts && !PROTOCOLS_WITH_PORTS.includes(match.proto)) return { retval: -2, bindingIndex: NONE };
      const bindingIndex = lowestFreeIndex(bindings(vpp));
      bindings(vpp).set(String(bindingIndex), asked);
      return { retval: Retval.OK, bindingIndex };
    }),
    answer(PnatBindingDel, (vpp, { bindingIndex }) => ({
      retval: bindings(vpp).delete(String(bindingIndex)) ? Retval.OK : -1,
    })),
    onInterface(PnatBindingAttach, (vpp, { swIfIndex }, { attachment, bindingIndex }) => {
      const match = bindings(vpp).get(String(bindingIndex))?.match;
      if (match === undefined) return -1;
      const port = ports(vpp).get(String(swIfIndex)) ?? newPort(swIfIndex);
      if (port.enabled[attachment as 0 | 1] && port.lookupMask[attachment as 0 | 1] !== match.mask) return -2;
      const key = keyOf(swIfIndex, attachment, match);
      if (flows(vpp).has(key)) return -3;
      flows(vpp).set(key, { bindingIndex });
      ports(vpp).set(String(swIfIndex), port);
      port.enabled[attachment as 0 | 1] = true;
      port.lookupMask[attachment as 0 | 1] = match.mask;
      port.attached++;
      return Retval.OK;
    }),
    onInterface(PnatBindingDetach, (vpp, { swIfIndex }, { attachment, bindingIndex }) => {
      const match = bindings(vpp).get(String(bindingIndex))?.match;
      if (match === undefined) return -1;
      if (!flows(vpp).delete(keyOf(swIfIndex, attachment, match))) return -2;
      const port = ports(vpp).get(String(swIfIndex));
      if (port === undefined) return Retval.OK;
      // The others of the direction stay, and no packet is looked up for them.
      port.enabled[attachment as 0 | 1] = false;
      port.lookupMask[attachment as 0 | 1] = 0;
      port.attached--;
      if (port.attached === 0) ports(vpp).delete(String(swIfIndex));
      return Retval.OK;
    }),
    answerStream(PnatBindingsGet, (vpp, { cursor }) => {
      const from = byNumber(vpp).filter(([number]) => number >= cursor);
      const retval = from.length === 0 && bindings(vpp).size > 0 ? Retval.INVALID_VALUE : Retval.OK;
      return { details: from.map(([, binding]) => binding), retval };
    }),
    answerStream(PnatInterfacesGet, (vpp) => ({
      details: Array.from(ports(vpp).values(), ({ attached: _, ...details }) => details),
      retval: Retval.OK,
    })),
    answer(PnatFlowLookup, (vpp, { swIfIndex, attachment, match }) => {
      const found = flows(vpp).get(keyOf(swIfIndex, attachment, match));
      return found === undefined ? { retval: -1, bindingIndex: NONE } : { retval: Retval.OK, ...found };
    }),
  ],
};

/** `show pnat translations`, as far as the numbers go. */
export function showPnatTranslations(vpp: Vpp): string {
  return byNumber(vpp)
    .map(([number]) => `[${number}] match: {} rewrite: {}\n`)
    .join("");
}

function byNumber(vpp: Vpp): readonly (readonly [number: number, binding: PnatBindingAddV2])[] {
  const all = Array.from(bindings(vpp), ([number, binding]) => [Number(number), binding] as const);
  return all.sort(([one], [other]) => one - other);
}

function newPort(swIfIndex: number): Port {
  return { swIfIndex, enabled: [false, false], lookupMask: [0, 0], attached: 0 };
}

function keyOf(swIfIndex: number, attachment: PnatAttachmentPoint, match: PnatMatchTuple): string {
  const { mask, src, dst, proto, sport, dport } = match;
  const fields = [
    [PnatMask.PNAT_SA, src],
    [PnatMask.PNAT_DA, dst],
    [PnatMask.PNAT_PROTO, proto],
    [PnatMask.PNAT_SPORT, sport],
    [PnatMask.PNAT_DPORT, dport],
  ] as const;
  return [swIfIndex, attachment, ...fields.map(([bit, value]) => ((mask & bit) === 0 ? "*" : String(value)))].join(" ");
}
