/** What locators VPP takes for packets that are not those of a local mapping: one leaf each. */

import type { Message } from "vpp-binapi-ts";
import {
  OneAddDelLocatorSet,
  OneAddDelMapRequestItrRlocs,
  OneGetMapRequestItrRlocs,
  OneNshSetLocatorSet,
  OnePitrSetLocatorSet,
  OneUsePetr,
  ShowOneNshMapping,
  ShowOnePitr,
  ShowOneUsePetr,
} from "vpp-binapi-ts/api";
import {
  type AnyTranslator,
  defineKind,
  defineTranslator,
  NotSupportedByVpp,
  type ObjectKind,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { address, familyOf, formatAddress } from "../ip/addresses.js";
import { refuseOwnEnds } from "../ip/own-tunnel-ends.js";
import { tunnelEndMarks } from "../ip/tunnel-ends.js";
import { listSets, locatorSets } from "./locator-set.js";
import { lispPath, lispPlane } from "./plane.js";
import { endsOfSender, proxyEtrs } from "./remote-ends.js";
import { coverAllSets, OWN_PREFIX } from "./set-deletion.js";

type Vpp = TranslatorContext["vpp"];
type Only = Record<never, string>;

interface Use {
  readonly kind: ObjectKind<Only>;
  readonly leaf: "itr-locator-set" | "nsh-locator-set" | "pitr-locator-set" | "proxy-etr";
  readonly messages: readonly Message<unknown>[];
  /** undefined when VPP has none. */
  show(vpp: Vpp): Promise<string | undefined>;
  set(vpp: Vpp, locators: string): Promise<unknown>;
  clear(vpp: Vpp, locators: string): Promise<unknown>;
}

export const nshLocators = defineKind<Only>("lisp-nsh-locator-set", []);
export const pitrLocators = defineKind<Only>("lisp-pitr-locator-set", []);

/** A set without locators that stands in for one that is not configured. */
const EMPTY_SET = `${OWN_PREFIX}none`;

export const locatorsInUse: readonly AnyTranslator[] = [
  defineUse({
    kind: defineKind<Only>("lisp-itr-locator-set", []),
    leaf: "itr-locator-set",
    messages: [OneAddDelMapRequestItrRlocs, OneGetMapRequestItrRlocs],
    async show(vpp) {
      const { locatorSetName } = await vpp.call(OneGetMapRequestItrRlocs);
      // VPP does not end the name, so that memory of others may follow it.
      const names = [...(await listSets(vpp)).keys()].filter((name) => locatorSetName.startsWith(name));
      return names.sort((one, other) => other.length - one.length)[0];
    },
    set: (vpp, locatorSetName) => vpp.call(OneAddDelMapRequestItrRlocs, { isAdd: true, locatorSetName }),
    clear: (vpp, locatorSetName) => vpp.call(OneAddDelMapRequestItrRlocs, { isAdd: false, locatorSetName }),
  }),
  defineUse({
    kind: nshLocators,
    leaf: "nsh-locator-set",
    messages: [OneNshSetLocatorSet, ShowOneNshMapping, OneAddDelLocatorSet],
    show: (vpp) => configuredSet(vpp, shownNsh),
    set: (vpp, name) => replaceSet(vpp, OneNshSetLocatorSet, shownNsh, name),
    clear: (vpp) => emptySet(vpp, OneNshSetLocatorSet, shownNsh),
  }),
  defineUse({
    kind: pitrLocators,
    leaf: "pitr-locator-set",
    messages: [OnePitrSetLocatorSet, ShowOnePitr, OneAddDelLocatorSet],
    show: (vpp) => configuredSet(vpp, shownPitr),
    set: (vpp, name) => replaceSet(vpp, OnePitrSetLocatorSet, shownPitr, name),
    clear: (vpp) => emptySet(vpp, OnePitrSetLocatorSet, shownPitr),
  }),
  defineUse({
    kind: proxyEtrs,
    leaf: "proxy-etr",
    messages: [OneUsePetr, ShowOneUsePetr],
    async show(vpp) {
      const { status, ipAddress } = await vpp.call(ShowOneUsePetr);
      return status ? formatAddress(ipAddress) : undefined;
    },
    async set(vpp, proxy) {
      if (familyOf(proxy) === "ipv4") {
        throw new NotSupportedByVpp("proxy-etr", "VPP 26.06 loses the IPv4 address of a proxy ETR");
      }
      await vpp.call(OneUsePetr, { isAdd: true, ipAddress: address(proxy) });
    },
    async clear(vpp, proxy) {
      await coverAllSets(vpp);
      await vpp.call(OneUsePetr, { isAdd: false, ipAddress: address(proxy) });
    },
  }),
];

function defineUse({ kind, leaf, messages, show, set, clear }: Use): AnyTranslator {
  return defineTranslator<Only, Readonly<Partial<Record<Use["leaf"], string>>>>({
    name: kind.name,
    kind,
    path: lispPath,
    keys: {},
    leafs: [leaf],
    messages,
    marks: ({ value }) => endsOfSender(value).flatMap(tunnelEndMarks),
    validateTogether: ({ value }, objects) => refuseOwnEnds(endsOfSender(value), leaf, objects),
    dependsOn: ({ value }) =>
      leaf === "proxy-etr" ? [lispPlane.at({})] : [lispPlane.at({}), locatorSets.at({ name: value[leaf]! })],
    async create({ vpp }, { value }) {
      // VPP loses one that is there when it gets another.
      const shown = await show(vpp);
      if (shown === value[leaf]) return;
      if (shown !== undefined) await clear(vpp, shown);
      await set(vpp, value[leaf]!);
    },
    update: "recreate",
    // VPP ends when the last of them is deleted twice.
    async delete({ vpp }) {
      const shown = await show(vpp);
      if (shown !== undefined) await clear(vpp, shown);
    },
    async *dump({ vpp }) {
      const shown = await show(vpp);
      if (shown !== undefined) yield { key: {}, value: { [leaf]: shown } };
    },
  });
}

type SetMessage = typeof OneNshSetLocatorSet | typeof OnePitrSetLocatorSet;
type Show = (vpp: Vpp) => Promise<string | undefined>;

async function configuredSet(vpp: Vpp, show: Show): Promise<string | undefined> {
  const name = await show(vpp);
  return name === EMPTY_SET ? undefined : name;
}

/**
 * VPP keeps such a set as a mapping, and hides the mapping that gets the place of a deleted one. So the place stays taken: an empty
 * set stands in.
 */
async function emptySet(vpp: Vpp, message: SetMessage, show: Show): Promise<void> {
  await vpp.call(OneAddDelLocatorSet, { isAdd: true, locatorSetName: EMPTY_SET });
  await replaceSet(vpp, message, show, EMPTY_SET);
}

/** Deletes the set that VPP has, and gives it another. Both are sent at once, so that no other mapping comes in between. */
async function replaceSet(vpp: Vpp, message: SetMessage, show: Show, lsName: string): Promise<void> {
  const before = await show(vpp);
  const set = (isAdd: boolean, name: string) => vpp.call(message, { isAdd, lsName: name });
  if (before === undefined) {
    await set(true, lsName);
    return;
  }
  const [gone, added] = await Promise.allSettled([set(false, before), set(true, lsName)]);
  const failed = [gone, added].find((each) => each.status === "rejected");
  if (failed === undefined) return;
  if (added.status === "fulfilled") await set(false, lsName);
  if (added.status !== gone.status) await set(true, before);
  throw failed.reason;
}

async function shownNsh(vpp: Vpp): Promise<string | undefined> {
  const { isSet, locatorSetName } = await vpp.call(ShowOneNshMapping);
  return isSet ? locatorSetName : undefined;
}

async function shownPitr(vpp: Vpp): Promise<string | undefined> {
  const { locatorSetName } = await vpp.call(ShowOnePitr);
  return locatorSetName === "N/A" ? undefined : locatorSetName;
}
