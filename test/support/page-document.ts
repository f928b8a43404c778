/** As much of a browser as the page of the OpenAPI document needs: elements that hold text, children and listeners. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";

const script = fileURLToPath(new URL("../../../src/northbound/restconf/openapi/page/browse.js", import.meta.url));

export class PageElement {
  value = "";
  textContent = "";
  children: PageElement[] = [];
  readonly #listeners = new Map<string, () => unknown>();

  constructor(readonly name: string) {}

  append(...children: PageElement[]): void {
    this.children.push(...children);
  }

  replaceChildren(...children: PageElement[]): void {
    this.children = children;
  }

  addEventListener(event: string, listener: () => unknown): void {
    this.#listeners.set(event, listener);
  }

  /** Does what a user does, and waits until the page has answered. */
  async fire(event: string): Promise<void> {
    await this.#listeners.get(event)?.();
  }

  /** All elements of a kind below this one. */
  all(name: string): PageElement[] {
    return this.children.flatMap((child) => [...(child.name === name ? [child] : []), ...child.all(name)]);
  }
}

export interface OpenedPage {
  element(id: string): PageElement;
  /** What the page has put on the clipboard. */
  readonly copied: () => string;
}

/**
 * Runs the script of the page.
 * @param fetchJson answers what the page asks its server for
 */
export async function openPage(origin: string, fetchJson: (url: string) => Promise<unknown>): Promise<OpenedPage> {
  const elements = new Map<string, PageElement>();
  const element = (id: string) => {
    const known = elements.get(id) ?? new PageElement(id);
    elements.set(id, known);
    return known;
  };
  element("root").value = "/restconf/data";
  let copied = "";
  let asked: Promise<unknown> = Promise.resolve();
  const context = createContext({
    document: { getElementById: element, createElement: (name: string) => new PageElement(name) },
    location: { hash: "", origin },
    history: { replaceState: () => undefined },
    window: { addEventListener: () => undefined },
    navigator: {
      clipboard: {
        writeText: (text: string) => {
          copied = text;
        },
      },
    },
    fetch: (url: string) => {
      asked = fetchJson(url);
      return asked.then((value) => ({ ok: true, json: async () => value }));
    },
    structuredClone,
  });
  runInContext(readFileSync(script, "utf8"), context, { filename: "browse.js" });
  await asked;
  await new Promise((resolve) => setImmediate(resolve));
  return { element, copied: () => copied };
}
