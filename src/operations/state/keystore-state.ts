/** /ietf-keystore:keystore as it is in effect: what is configured, and the keys that the server has of its own (RFC 9642 3). */

import type { StateProvider } from "../../datastore/southbound-port.js";

type Entry = Readonly<Record<string, unknown>> & { readonly name: string };

interface KeystoreJson {
  readonly "asymmetric-keys"?: { readonly "asymmetric-key"?: readonly Entry[] };
}

/**
 * @param configured content of the keystore in running, RFC 7951; undefined when there is none
 * @param builtIn entries of the list asymmetric-key
 */
export function keystoreState(configured: () => Promise<unknown>, builtIn: readonly Entry[]): StateProvider {
  return {
    topLevel: ["ietf-keystore:keystore"],
    read: async () => {
      const content = ((await configured()) ?? {}) as KeystoreJson;
      const copied = content["asymmetric-keys"]?.["asymmetric-key"] ?? [];
      const others = builtIn.filter(({ name }) => copied.every((entry) => entry.name !== name));
      const ofSystem = others.map((entry) => ({ ...entry, "@": { "ietf-origin:origin": "ietf-origin:system" } }));
      return {
        "ietf-keystore:keystore": { ...content, "asymmetric-keys": { "asymmetric-key": [...copied, ...ofSystem] } },
      };
    },
  };
}
