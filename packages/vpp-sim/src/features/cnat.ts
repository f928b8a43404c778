import {
  type CnatEndpoint,
  CnatSessionDump,
  CnatSessionPurge,
  type CnatTranslation,
  CnatTranslationDel,
  CnatTranslationDump,
  CnatTranslationUpdate,
  FeatureCnatEnableDisable,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import type { IpAddress } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { addressFromWire } from "../values.js";
import { addClient, removeClient } from "./cnat-client.js";
import { type Backend, forward, stopForwarding } from "./cnat-forwarding.js";
import { countFeature } from "./feature-arc.js";
import { lowestFreeIndex } from "./indexed-records.js";
import { onInterface } from "./on-interface.js";

type Path = CnatTranslation["paths"][number];

const translations = recordsOf<CnatTranslation>("cnat-translations");

/** VPP's own mark of a backend that it can reach. */
const ACTIVE = 4;

/** Translations of virtual addresses (plugin cnat). What of them VPP keeps at an update, and what it does not show, is its own. */
export const cnat: Feature = {
  name: "cnat",
  handlers: [
    answer(CnatTranslationUpdate, (vpp, { translation }) => {
      if (translation.paths.length === 0) throw new VppDies("a translation without paths");
      const table = translations(vpp);
      const known = [...table.values()].find((other) => nameOf(other) === nameOf(translation));
      const id = known?.id ?? lowestFreeIndex(table);
      if (known === undefined) addClient(vpp, addressOf(vpp, translation.vip), translation);
      forward(vpp, id, translation.paths.map(backendOf));
      const paths = translation.paths.map((path) => keptPath(known, path));
      table.set(String(id), { ...translation, id, lbType: known?.lbType ?? translation.lbType, paths });
      return { retval: Retval.OK, id };
    }),
    answer(CnatTranslationDel, (vpp, { id }) => {
      const gone = translations(vpp).get(String(id));
      if (gone === undefined) return { retval: Retval.NO_SUCH_ENTRY };
      translations(vpp).delete(String(id));
      stopForwarding(vpp, id);
      removeClient(vpp, addressOf(vpp, gone.vip));
      return { retval: Retval.OK };
    }),
    answerDump(CnatTranslationDump, function* (vpp) {
      for (const translation of [...translations(vpp).values()].sort((one, other) => one.id - other.id)) {
        yield { translation: { ...shown(vpp, translation), isRealIp: 0, flags: 0, flowHashConfig: 0 } };
      }
    }),
    answer(CnatSessionPurge, () => ({ retval: Retval.OK })),
    answerDump(CnatSessionDump, function* () {}),
    onInterface(FeatureCnatEnableDisable, (vpp, { swIfIndex }, { enableDisable }) => {
      countFeature(vpp, "ip4-unicast", "cnat-input-ip4", swIfIndex, enableDisable);
      return Retval.OK;
    }),
  ],
};

/** Undefined for a backend that does not stand for itself, but for an interface. */
function backendOf({ dstEp, srcEp }: Path): Backend | undefined {
  if (dstEp.swIfIndex !== NONE) return undefined;
  return { name: `${endText(dstEp)} ${endText(srcEp)}`, address: addressFromWire(dstEp.addr) };
}

/** Undefined for an interface without an address. */
function addressOf(vpp: Vpp, vip: CnatEndpoint): IpAddress | undefined {
  if (vip.swIfIndex === NONE) return addressFromWire(vip.addr);
  return vpp.interfaces.get(vip.swIfIndex)?.[vip.ifAf === 0 ? "ip4" : "ip6"].addresses[0]?.address;
}

function nameOf({ vip, ipProto }: Pick<CnatTranslation, "vip" | "ipProto">): string {
  const of = vip.swIfIndex === NONE ? addressFromWire(vip.addr).join(".") : `${vip.swIfIndex} ${vip.ifAf}`;
  return `${of} ${vip.port} ${ipProto}`;
}

/** A backend that is there keeps the flag that it has. */
function keptPath(known: CnatTranslation | undefined, path: Path): Path {
  const same = known?.paths.find(
    ({ dstEp, srcEp }) => endText(dstEp) === endText(path.dstEp) && endText(srcEp) === endText(path.srcEp),
  );
  return same ?? path;
}

function endText({ addr, swIfIndex, port }: CnatEndpoint): string {
  return `${swIfIndex} ${addressFromWire(addr).join(".")} ${port}`;
}

function shown(vpp: Vpp, translation: CnatTranslation): CnatTranslation {
  const paths = translation.paths.map(({ dstEp, srcEp, flags }) => ({
    dstEp: shownEnd(vpp, dstEp),
    srcEp: shownEnd(vpp, srcEp),
    flags: flags | ACTIVE,
  }));
  return { ...translation, vip: shownEnd(vpp, translation.vip), paths };
}

/** An end by interface has the first address of the interface; the family of the others is that of their address. */
function shownEnd(vpp: Vpp, end: CnatEndpoint): CnatEndpoint {
  if (end.swIfIndex === NONE) return { ...end, ifAf: end.addr.af };
  const [first] = vpp.interfaces.get(end.swIfIndex)?.[end.ifAf === 0 ? "ip4" : "ip6"].addresses ?? [];
  if (first === undefined) return end;
  return { ...end, addr: { af: end.ifAf, un: end.ifAf === 0 ? { ip4: first.address } : { ip6: first.address } } };
}
