/**
 * What the server knows of its dynamic datastores: which source each object has, and how to fill the engine again. The trees
 * themselves stand in the engine.
 */

import type { Engine } from "../engine/engine-client.js";
import type { DynamicName, Presence, ResidentTree } from "../engine/protocol.js";
import type { ObjectChange } from "../southbound-port.js";
import type { Derivation } from "./derivation.js";
import { DERIVED, dynamicDatastores } from "./names.js";
import { type InRunning, type Overlaid, Overlay } from "./overlay.js";

/** Journal lines kept behind a document before the next document is made. */
const LINES_BEHIND_DOCUMENT = 1000;

/** What fills a datastore: a document, and the journal lines behind it. */
interface Content {
  document: Uint8Array | undefined;
  lines: Uint8Array[];
}

export class DynamicDatastores {
  readonly #overlay = new Overlay([...dynamicDatastores.map(({ name }) => name), DERIVED]);
  readonly #contents = new Map<DynamicName, Content>();
  /** Told when a datastore has changed and the engine shows it. */
  readonly onChanged: ((name: DynamicName) => void)[] = [];
  /** Told when a derived object may have been overruled, or be so no longer: the unit of input that it follows from. */
  readonly onOverruling: ((from: string) => void)[] = [];

  /** @param derivations later ones may read what earlier ones give */
  constructor(readonly derivations: readonly Derivation[] = []) {}

  /** Schema paths of the units from which others are derived. */
  get inputs(): readonly string[] {
    return this.derivations.flatMap(({ inputs }) => inputs);
  }

  /** What a change of running, prepared in `tree`, changes of intended. Cost follows the change. */
  async ofRunning(engine: Engine, tree: "running" | "candidate", changes: readonly ObjectChange[]): Promise<Overlaid> {
    const paths = changes.map(({ path }) => path).filter((path) => this.#overlay.holds(path));
    const presence = await presences(engine, tree, paths);
    const overlaid = this.#overlay.ofRunning(changes, presence);
    this.#tellOverruling(paths);
    return this.#withDerived(engine, overlaid);
  }

  /** What a change that is prepared in a dynamic datastore changes of intended. Cost follows the change. */
  async ofDynamic(engine: Engine, name: DynamicName, changes: readonly ObjectChange[]): Promise<Overlaid> {
    const paths = changes.map(({ path }) => path);
    const presence = await presences(engine, name, paths);
    const running = await this.#inRunning(engine, paths);
    const overlaid = this.#overlay.ofDynamic(name, changes, presence, running);
    this.#tellOverruling(paths);
    return this.#withDerived(engine, overlaid);
  }

  #tellOverruling(paths: readonly string[]): void {
    for (const path of paths) {
      const from = this.#overlay.unitOf(DERIVED, path)?.from;
      if (from !== undefined) for (const callback of this.onOverruling) callback(from);
    }
  }

  /** At the start: what follows from a unit of running. Throws what a derivation refuses. */
  async deriveFrom(engine: Engine, unit: ObjectChange): Promise<void> {
    await this.#withDerived(engine, { changes: [unit], revert: () => undefined });
  }

  /** Adds what follows from the changes. Throws what a derivation refuses, with all taken back. */
  async #withDerived(engine: Engine, overlaid: Overlaid): Promise<Overlaid> {
    const steps: Overlaid[] = [overlaid];
    const revert = () => {
      for (const step of [...steps].reverse()) step.revert();
    };
    try {
      for (const { inputs, derive } of this.derivations) {
        // Of the earlier derivations too: the lists of a pod need the interface that follows from it.
        const known = steps.flatMap(({ changes }) => changes);
        const input = known.filter(({ schemaPath }) => inputs.includes(schemaPath));
        if (input.length === 0) continue;
        const derived = derive(input);
        steps.push({ changes: [], revert: derived.revert });
        const paths = derived.changes.map(({ path }) => path);
        const explicit = new Map(paths.map((path) => [path, "explicit" as const]));
        const running = await this.#inRunning(engine, paths);
        steps.push(this.#overlay.ofDynamic(DERIVED, derived.changes, explicit, running));
      }
    } catch (refusal) {
      revert();
      throw refusal;
    }
    return { changes: steps.flatMap(({ changes }) => changes), revert };
  }

  /** What running has of those paths that no other source holds yet. */
  async #inRunning(engine: Engine, paths: readonly string[]): Promise<ReadonlyMap<string, InRunning>> {
    const running = new Map<string, InRunning>();
    const unknown = paths.filter((path) => !this.#overlay.holds(path));
    for (const [path, presence] of await presences(engine, "running", unknown)) {
      const value = presence === "default" ? await valueAt(engine, path) : null;
      running.set(path, { presence, value });
    }
    return running;
  }

  /** Whether another source has the derived object at this path, and counts. */
  isOverruled(path: string): boolean {
    return this.#overlay.isOverruled(DERIVED, path);
  }

  /** Objects of running, without those that another source covers. */
  uncovered(objects: readonly ObjectChange[]): readonly ObjectChange[] {
    return objects.filter(({ path }) => !this.#overlay.covers(path));
  }

  /** The objects that come from dynamic datastores. */
  objects(): readonly ObjectChange[] {
    return [...this.#overlay.objects()];
  }

  /** Keeps what a change did, for `refill`. Call it before the engine shows the change. */
  remember(name: DynamicName, forward: Uint8Array): void {
    const content = this.#contents.get(name) ?? { document: undefined, lines: [] };
    content.lines.push(forward);
    this.#contents.set(name, content);
  }

  /** A document takes the place of many lines. Call it when the engine shows what was remembered. */
  async shorten(engine: Engine, name: DynamicName): Promise<void> {
    const content = this.#contents.get(name);
    if (content === undefined || content.lines.length < LINES_BEHIND_DOCUMENT) return;
    content.document = await engine.dynamicDocument(name);
    content.lines = [];
  }

  /** Fills a new engine. */
  async refill(engine: Engine): Promise<void> {
    for (const [name, { document, lines }] of this.#contents) await engine.restoreDynamic(name, document, lines);
  }
}

async function presences(
  engine: Engine,
  tree: ResidentTree,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Presence>> {
  if (paths.length === 0) return new Map();
  const found = await engine.presence(tree, paths);
  return new Map(paths.map((path, index) => [path, found[index]!]));
}

/** The content of an object of running, as a commit tells it. */
async function valueAt(engine: Engine, path: string): Promise<Readonly<Record<string, unknown>> | null> {
  const json = await engine.subtree(path);
  if (json === undefined) return null;
  const [value] = Object.values(JSON.parse(Buffer.from(json).toString()) as Record<string, unknown>);
  return (Array.isArray(value) ? value[0] : value) as Readonly<Record<string, unknown>>;
}
