/** As much of a browser as the page of the OpenAPI document needs: elements that hold text, children and listeners. */

const script = new URL("../../../src/northbound/restconf/openapi/page/browse.js", import.meta.url);

class PageElement {
  value = "";
  textContent = "";
  children: PageElement[] = [];
  hidden = false;
  ariaCurrent: string | null = null;
  readonly #listeners = new Map<string, (event: object) => unknown>();

  constructor(readonly name: string) {}

  append(...children: PageElement[]): void {
    this.children.push(...children);
  }

  replaceChildren(...children: PageElement[]): void {
    this.children = children;
  }

  addEventListener(event: string, listener: (event: object) => unknown): void {
    this.#listeners.set(event, listener);
  }

  /** Does what a user does, and waits until the page has answered. */
  async fire(event: string): Promise<void> {
    await this.#listeners.get(event)?.({ currentTarget: this });
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

export interface PageRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** As much of a response of the Fetch standard as the page reads. */
export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Runs the scripts of the page, once in a process.
 * @param ask answers what the page asks its server for
 */
export async function openPage(
  origin: string,
  ask: (url: string, request: PageRequest) => Promise<PageResponse>,
): Promise<OpenedPage> {
  const elements = new Map<string, PageElement>();
  const element = (id: string) => {
    const known = elements.get(id) ?? new PageElement(id);
    elements.set(id, known);
    return known;
  };
  element("root").value = "/restconf/data";
  let copied = "";
  let asked: Promise<unknown> = Promise.resolve();
  // The scripts are modules, which find a browser in the global object.
  const browser = {
    document: { getElementById: element, createElement: (name: string) => new PageElement(name) },
    location: { hash: "", origin },
    history: { replaceState: () => undefined },
    window: { addEventListener: () => undefined, confirm: () => true },
    navigator: {
      clipboard: {
        writeText: (text: string) => {
          copied = text;
        },
      },
    },
    fetch: (url: string, request: PageRequest = {}) => {
      const answered = ask(url, request).then(responseOf);
      asked = answered;
      return answered;
    },
  };
  for (const [name, value] of Object.entries(browser))
    Object.defineProperty(globalThis, name, { value, writable: true });
  await import(script.href);
  await asked;
  await new Promise((resolve) => setImmediate(resolve));
  return { element, copied: () => copied };
}

function responseOf({ status, headers, body }: PageResponse) {
  return {
    ok: status === 200,
    status,
    statusText: "",
    headers: { has: (name: string) => name in headers, get: (name: string) => headers[name] },
    text: async () => body,
    json: async () => JSON.parse(body),
  };
}
