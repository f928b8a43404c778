import { IpUnnumberedDump, SwInterfaceSetUnnumbered } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import {
  type InterfaceKey,
  interfaceKeys,
  interfacePath,
  interfaces,
  listInterfaces,
  NO_INTERFACE,
} from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { interfaceVrfs } from "./interface-vrf.js";

interface Value {
  readonly "sweetcomb-interfaces:unnumbered-to": string;
}

/** An interface that uses the addresses of another one, its lender. The tables of both have to be set before. */
export const interfaceUnnumbered = defineTranslator<InterfaceKey, Value>({
  name: "interface-unnumbered",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-interfaces:unnumbered-to"],
  messages: [SwInterfaceSetUnnumbered, IpUnnumberedDump],
  dependsOn({ key, value }) {
    const lender = { name: value["sweetcomb-interfaces:unnumbered-to"] };
    return [key, lender].flatMap((each) => [
      interfaces.at(each),
      interfaceVrfs.ipv4.at(each),
      interfaceVrfs.ipv6.at(each),
    ]);
  },
  create: (context, { key, value }) => borrow(context, key.name, value["sweetcomb-interfaces:unnumbered-to"], true),
  update: "recreate",
  delete: (context, { key, value }) =>
    goneIsFine(borrow(context, key.name, value["sweetcomb-interfaces:unnumbered-to"], false)),
  async *dump(context) {
    const listed = await listInterfaces(context);
    for await (const { swIfIndex, ipSwIfIndex } of context.vpp.dump(IpUnnumberedDump, { swIfIndex: NO_INTERFACE })) {
      const [borrower, lender] = [listed.get(swIfIndex), listed.get(ipSwIfIndex)];
      // VPP keeps the entry of a lender that is gone.
      if (borrower === undefined || lender === undefined) continue;
      yield { key: { name: borrower.name }, value: { "sweetcomb-interfaces:unnumbered-to": lender.name } };
    }
  },
});

/**
 * Lets the borrowers of an interface borrow again. VPP notes the lender's first address at that moment, and keeps the note
 * when the addresses change.
 */
export async function borrowAgain(context: TranslatorContext, lender: string): Promise<void> {
  const borrowers = [...context.allConfigured<InterfaceKey, Value>(interfaceUnnumbered.kind)].filter(
    ({ value }) => value["sweetcomb-interfaces:unnumbered-to"] === lender,
  );
  for (const { key } of borrowers) if (await isBorrowing(context, key)) await borrow(context, key.name, lender, true);
}

/** A borrower that gives up in the same commit is configured until that is done. */
async function isBorrowing({ vpp, handleOf }: TranslatorContext, key: InterfaceKey): Promise<boolean> {
  for await (const _entry of vpp.dump(IpUnnumberedDump, { swIfIndex: handleOf(interfaces.at(key)) })) return true;
  return false;
}

/** The message has its two interfaces the other way round than their names say. */
async function borrow(
  { vpp, handleOf }: TranslatorContext,
  borrower: string,
  lender: string,
  isAdd: boolean,
): Promise<void> {
  await vpp.call(SwInterfaceSetUnnumbered, {
    swIfIndex: handleOf(interfaces.at({ name: lender })),
    unnumberedSwIfIndex: handleOf(interfaces.at({ name: borrower })),
    isAdd,
  });
}
