import { IpContainerProxyAddDel, IpContainerProxyDump } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { formatPrefix, prefix } from "../ip/addresses.js";
import { interfaceVrfs } from "../ip/interface-vrf.js";
import { goneIsFine } from "../vpp-answers.js";

type Key = { readonly prefix: string };

interface Value {
  readonly interface: string;
}

/**
 * A prefix whose packets an interface hands to a container behind it. VPP 26.06 takes the number of the interface's VRF for an
 * index, and ends by that, so the model has the default one only.
 */
export const containerProxy = defineTranslator<Key, Value>({
  name: "container-proxy",
  path: "/sweetcomb-ip:ip/container-proxy",
  keys: { prefix: "container-proxy/prefix" },
  leafs: ["interface"],
  messages: [IpContainerProxyAddDel, IpContainerProxyDump],
  dependsOn: ({ value: { interface: name } }) => [
    interfaces.at({ name }),
    interfaceVrfs.ipv4.at({ name }),
    interfaceVrfs.ipv6.at({ name }),
  ],
  create: (context, entry) => addOrDelete(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(addOrDelete(context, entry, false), "INVALID_INTERFACE"),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const details of vpp.dump(IpContainerProxyDump)) {
      const name = keyOf(interfaces, details.swIfIndex)?.name;
      if (name !== undefined) yield { key: { prefix: formatPrefix(details.prefix) }, value: { interface: name } };
    }
  },
});

async function addOrDelete({ vpp, handleOf }: TranslatorContext, { key, value }: Entry<Key, Value>, isAdd: boolean) {
  const swIfIndex = handleOf(interfaces.at({ name: value.interface }));
  await vpp.call(IpContainerProxyAddDel, { pfx: prefix(key.prefix), swIfIndex, isAdd });
}
