/** The page that browses the document: files of our own, and nothing from anywhere else. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Code runs from dist/; the files of the page are not built and stay beside the source.
const folder = new URL("../../../../../src/northbound/restconf/openapi/page/", import.meta.url);

interface PageFile {
  readonly url: string;
  readonly mediaType: string;
  readonly text: string;
}

const script = "text/javascript; charset=utf-8";

export const pageFiles: readonly PageFile[] = [
  { url: "/openapi", mediaType: "text/html; charset=utf-8", text: fileText("index.html") },
  { url: "/openapi/browse.css", mediaType: "text/css; charset=utf-8", text: fileText("browse.css") },
  ...["browse.js", "request.js", "document.js", "elements.js"].map((name) => ({
    url: `/openapi/${name}`,
    mediaType: script,
    text: fileText(name),
  })),
];

/** The page loads its own files and asks this server; nothing may frame it, and it sends no form. */
export const pagePolicy: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
};

function fileText(name: string): string {
  return readFileSync(fileURLToPath(new URL(name, folder)), "utf8");
}
