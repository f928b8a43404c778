// One method of a resource: its curl line to copy, and a button that does it.

import { exampleOf, expand, JSON_TYPE, resolve, schemaOf, withKeys } from "./document.js";
import { make } from "./elements.js";

/** @param inputs of the keys along the path */
export function methodPart(path, method, operation, inputs) {
  const name = method.toUpperCase();
  const line = make("pre");
  const answer = make("pre", { className: "answer", hidden: true, tabIndex: 0 });
  const copy = make("button", { type: "button", textContent: "Copy" });
  const send = make("button", { type: "button", textContent: "Send" });
  const title = make("h3", { textContent: `${name} ` });
  title.append(copy, send);
  const section = make("section");
  section.append(title, make("p", { textContent: operation.description ?? "" }));
  const query = queryInput(operation);
  const body = bodyInput(operation);
  const request = () => requestOf(path, method, query?.value ?? "", body?.value, inputs);
  const update = () => {
    line.textContent = curlLine(request());
  };
  /** The keys have changed. */
  const keysChanged = () => {
    if (body !== undefined) body.value = bodyText(path, operation, inputs);
    update();
  };
  for (const input of [query, body]) {
    if (input === undefined) continue;
    input.addEventListener("input", update);
    section.append(input);
  }
  copy.addEventListener("click", () => navigator.clipboard.writeText(line.textContent));
  send.addEventListener("click", () => show(answer, request()));
  section.append(line, answer, ...schemaPart(operation));
  keysChanged();
  return { section, update: keysChanged };
}

function queryInput(operation) {
  const parameters = (operation.parameters ?? []).map(resolve).filter((parameter) => parameter.in === "query");
  if (parameters.length === 0) return undefined;
  const names = parameters.map(({ name }) => name).join(", ");
  return make("input", { className: "query", placeholder: `query: ${names}`, title: names, ariaLabel: "query" });
}

function bodyInput(operation) {
  if (operation.requestBody?.content?.[JSON_TYPE] === undefined) return undefined;
  return make("textarea", { rows: 6, spellcheck: false, ariaLabel: "body" });
}

function bodyText(path, operation, inputs) {
  const { example, schema } = operation.requestBody.content[JSON_TYPE];
  const values = new Map(inputs.map(({ name, input }) => [name, input.value]));
  return JSON.stringify(withKeys(example ?? exampleOf(schema), path, values), null, 2);
}

function schemaPart(operation) {
  const schema = schemaOf(operation);
  if (schema === undefined) return [];
  const details = make("details");
  const text = JSON.stringify(expand(schema, 3), null, 2);
  details.append(make("summary", { textContent: "Schema" }), make("pre", { textContent: text }));
  return [details];
}

function requestOf(path, method, query, body, inputs) {
  const values = new Map(inputs.map(({ name, input }) => [name, input.value]));
  const filled = path.replace(/\{([^}]+)\}/g, (_all, name) => encodeURIComponent(values.get(name) || name));
  return { method: method.toUpperCase(), target: query === "" ? filled : `${filled}?${query}`, body };
}

function curlLine({ method, target, body }) {
  const words = ["curl --cacert ca.crt --cert admin.crt --key admin.key"];
  if (method !== "GET") words.push(`-X ${method}`);
  if (body !== undefined) words.push(`-H 'Content-Type: ${JSON_TYPE}'`, `-d ${quoted(compact(body))}`);
  words.push(quoted(`${location.origin}${target}`));
  return words.join(" \\\n  ");
}

/** Without the white space of JSON; what is none stays as it is. */
function compact(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Does the request as the user of this page, and shows what the server says. */
async function show(answer, { method, target, body }) {
  if (method === "DELETE" && !window.confirm(`Delete ${target}?`)) return;
  answer.hidden = false;
  answer.textContent = "...";
  try {
    const headers = { accept: JSON_TYPE, ...(body === undefined ? {} : { "content-type": JSON_TYPE }) };
    const response = await fetch(target, { method, headers, body });
    answer.textContent = await answerText(response);
  } catch (failure) {
    answer.textContent = String(failure);
  }
}

/** Fields that say something of the resource. */
const SHOWN_FIELDS = ["location", "etag", "last-modified", "content-type"];

async function answerText(response) {
  const fields = SHOWN_FIELDS.filter((name) => response.headers.has(name));
  const lines = [`${response.status} ${response.statusText}`.trim()];
  for (const name of fields) lines.push(`${name}: ${response.headers.get(name)}`);
  return `${lines.join("\n")}\n\n${pretty(await response.text())}`.trim();
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** For a POSIX shell. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
