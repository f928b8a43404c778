import { LbAddDelIntfNat4, LbAddDelIntfNat6 } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";

type Key = { readonly interface: string; readonly family: string };

/** An interface where packets of translated application servers come back. VPP does not tell which these are. */
export const natInterface = defineTranslator<Key, object>({
  name: "lb-nat-interface",
  path: "/sweetcomb-lb:load-balancer/nat-interface",
  keys: { interface: "nat-interface/interface", family: "nat-interface/address-family" },
  messages: [LbAddDelIntfNat4, LbAddDelIntfNat6],
  dependsOn: ({ key }) => [interfaces.at({ name: key.interface })],
  create: (context, { key }) => setInterface(context, key, true),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(setInterface(context, key, false)),
  dump: "unreadable",
});

async function setInterface({ vpp, handleOf }: TranslatorContext, key: Key, isAdd: boolean): Promise<void> {
  const message = key.family === "ipv4" ? LbAddDelIntfNat4 : LbAddDelIntfNat6;
  await vpp.call(message, { isAdd, swIfIndex: handleOf(interfaces.at({ name: key.interface })) });
}
