/** LISP as a whole: whether VPP speaks it, and as what. */

import {
  GpeEnableDisable,
  GpeGetEncapMode,
  GpeSetEncapMode,
  LispMapRequestMode,
  OneEnableDisable,
  OneEnableDisablePetrMode,
  OneEnableDisablePitrMode,
  OneEnableDisableXtrMode,
  OneShowPetrMode,
  OneShowPitrMode,
  OneShowXtrMode,
  ShowLispMapRequestMode,
  ShowOneStatus,
} from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

export const lispPath = "/sweetcomb-lisp:lisp";

/** Everything else of LISP depends on it: VPP refuses the rest, or forgets parts of it, while LISP is off. */
export const lispPlane = defineKind<Record<never, string>>("lisp", []);

interface Value {
  readonly enabled?: boolean;
  readonly "control-plane"?: boolean;
  readonly role?: "tunnel-router" | "proxy-ingress" | "none";
  readonly "proxy-egress"?: boolean;
  readonly "map-request-mode"?: "destination-only" | "source-destination";
  readonly encapsulation?: "lisp-gpe" | "vxlan";
}

type Vpp = TranslatorContext["vpp"];

/** How VPP starts: a tunnel router that is off. */
const initial: Value = { enabled: false };

/** Whether VPP speaks LISP. A change takes all down, since VPP loses entries of the data plane when its role changes. */
export const plane = defineTranslator<Record<never, string>, Value>({
  name: lispPlane.name,
  kind: lispPlane,
  path: lispPath,
  keys: {},
  leafs: ["enabled", "control-plane", "role", "proxy-egress", "map-request-mode", "encapsulation"],
  when: ({ enabled }) => enabled === true,
  messages: [
    OneEnableDisable,
    ShowOneStatus,
    OneEnableDisableXtrMode,
    OneShowXtrMode,
    OneEnableDisablePitrMode,
    OneShowPitrMode,
    OneEnableDisablePetrMode,
    OneShowPetrMode,
    LispMapRequestMode,
    ShowLispMapRequestMode,
    GpeEnableDisable,
    GpeSetEncapMode,
    GpeGetEncapMode,
  ],
  create: ({ vpp }, { value }) => change(vpp, value, initial),
  update: "recreate",
  delete: ({ vpp }, { value }) => change(vpp, initial, value),
  async *dump({ vpp }) {
    const value = await shownValue(vpp);
    if (value.enabled === true) yield { key: {}, value };
  },
});

async function change(vpp: Vpp, to: Value, from: Value): Promise<void> {
  try {
    await bring(vpp, to);
  } catch (refusal) {
    await bring(vpp, from);
    throw refusal;
  }
}

/** Sends what differs from how VPP is. The mode of map-requests can be set only while LISP is on. */
async function bring(vpp: Vpp, to: Value): Promise<void> {
  const isOn = to.enabled === true;
  const hasControl = isOn && to["control-plane"] !== false;
  const isSrcDst = to["map-request-mode"] === "source-destination";
  if (!hasControl || !isSrcDst) await setRequestMode(vpp, false);
  await setModes(vpp, hasControl ? to : initial);
  const { featureStatus, gpeStatus } = await vpp.call(ShowOneStatus);
  if (featureStatus !== hasControl) await vpp.call(OneEnableDisable, { isEnable: hasControl });
  // The control plane takes the data plane with it, both ways.
  const hasData = featureStatus === hasControl ? gpeStatus : hasControl;
  if (hasData !== isOn) await vpp.call(GpeEnableDisable, { isEnable: isOn });
  if (hasControl && isSrcDst) await setRequestMode(vpp, true);
  const isVxlan = isOn && to.encapsulation === "vxlan";
  const { encapMode } = await vpp.call(GpeGetEncapMode);
  if ((encapMode === 1) !== isVxlan) await vpp.call(GpeSetEncapMode, { isVxlan });
}

async function setRequestMode(vpp: Vpp, isSrcDst: boolean): Promise<void> {
  // one_map_request_mode leaves the number in the wrong byte order, and so always sets destination-only.
  const shown = await vpp.call(ShowLispMapRequestMode);
  if (shown.isSrcDst !== isSrcDst) await vpp.call(LispMapRequestMode, { isSrcDst });
}

/**
 * VPP makes interfaces for its modes, also while it is off, and counts how often. So LISP is off when they change, and is
 * switched off behind that once more, which deletes the interfaces.
 */
async function setModes(vpp: Vpp, { role = "tunnel-router", "proxy-egress": isPetr = false }: Value): Promise<void> {
  const isXtr = role === "tunnel-router";
  const isPitr = role === "proxy-ingress";
  const shown = await shownModes(vpp);
  if (shown.isPetr === isPetr && shown.isXtr === isXtr && shown.isPitr === isPitr) return;
  await vpp.call(OneEnableDisable, { isEnable: false });
  // The two exclude each other.
  if (!isXtr && shown.isXtr) await vpp.call(OneEnableDisableXtrMode, { isEnable: false });
  if (isPitr !== shown.isPitr) await vpp.call(OneEnableDisablePitrMode, { isEnable: isPitr });
  if (isXtr && !shown.isXtr) await vpp.call(OneEnableDisableXtrMode, { isEnable: true });
  if (isPetr !== shown.isPetr) await vpp.call(OneEnableDisablePetrMode, { isEnable: isPetr });
  await vpp.call(OneEnableDisable, { isEnable: false });
}

async function shownModes(vpp: Vpp) {
  const { isEnable: isXtr } = await vpp.call(OneShowXtrMode);
  const { isEnable: isPitr } = await vpp.call(OneShowPitrMode);
  const { isEnable: isPetr } = await vpp.call(OneShowPetrMode);
  return { isXtr, isPitr, isPetr };
}

async function shownValue(vpp: Vpp): Promise<Value> {
  const { featureStatus, gpeStatus } = await vpp.call(ShowOneStatus);
  const { isXtr, isPitr, isPetr } = await shownModes(vpp);
  const { isSrcDst } = await vpp.call(ShowLispMapRequestMode);
  const { encapMode } = await vpp.call(GpeGetEncapMode);
  const proxyOrNone = isPitr ? "proxy-ingress" : "none";
  return {
    enabled: featureStatus || gpeStatus,
    "control-plane": featureStatus,
    role: isXtr ? "tunnel-router" : proxyOrNone,
    "proxy-egress": isPetr,
    "map-request-mode": isSrcDst ? "source-destination" : "destination-only",
    encapsulation: encapMode === 1 ? "vxlan" : "lisp-gpe",
  };
}
