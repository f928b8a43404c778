/**
 * Features of VPP: the files of its API that the translators need messages of, named as VPP names them. A feature is off when
 * the connected VPP lacks one of the messages: the plugin is not loaded, or a message has another CRC.
 */

import type { Message } from "vpp-binapi-ts";
import type { ApiModuleDescriptor } from "vpp-binapi-ts/codec";
import type { MissingMessages } from "./registry.js";
import type { AnyTranslator } from "./translator.js";

/** Name of the feature of a message: "nat44-ed" for those of nat44_ed.api. */
export type FeatureOf = (messageName: string) => string;

export function featureOf(apiModules: readonly ApiModuleDescriptor[]): FeatureOf {
  const features = new Map<string, string>();
  for (const { name, messages } of apiModules) {
    for (const message of messages) features.set(message.name, name.replaceAll("_", "-"));
  }
  return (messageName) => features.get(messageName) ?? "unknown";
}

/** All features that translators need, sorted. */
export function neededFeatures(translators: readonly AnyTranslator[], nameOf: FeatureOf): readonly string[] {
  const needed = translators.flatMap(({ messages, partMessages = [] }) => [...messages, ...partMessages]);
  return [...new Set(needed.map(({ name }: Message<unknown>) => nameOf(name)))].sort();
}

/**
 * Features that are off, with the messages that are missing.
 * @param missing what translators cannot work without; `missingOfParts` what they need for a part only
 */
export function absentFeatures(
  missing: MissingMessages,
  missingOfParts: readonly string[],
  nameOf: FeatureOf,
): ReadonlyMap<string, readonly string[]> {
  const absent = new Map<string, Set<string>>();
  for (const message of [...[...missing.values()].flat(), ...missingOfParts]) {
    const feature = nameOf(message);
    absent.set(feature, (absent.get(feature) ?? new Set()).add(message));
  }
  return new Map([...absent].map(([feature, messages]) => [feature, [...messages]]));
}
