// Browses the OpenAPI document module by module. What can be done with a resource is in request.js.

import { opened, resolve } from "./document.js";
import { element, make } from "./elements.js";
import { methodPart } from "./request.js";

const MOST_PATHS = 500;
const METHODS = ["get", "put", "patch", "post", "delete"];
const state = { modules: [], module: undefined, path: undefined, marked: undefined };

start();

async function start() {
  const { modules } = await fetchJson("/openapi/modules.json");
  state.modules = modules.map(({ name }) => name).sort();
  element("modules").replaceChildren(...state.modules.map((value) => make("option", { value })));
  element("module").addEventListener("change", () => showModule(element("module").value.trim()));
  for (const id of ["find", "root"]) element(id).addEventListener("input", showPaths);
  window.addEventListener("hashchange", followHash);
  showPaths();
  followHash();
}

/** "#module" or "#module path", so that a resource can be sent to somebody. */
function followHash() {
  const [module, path] = decodeURIComponent(location.hash.slice(1)).split(" ");
  if (!module) return;
  element("module").value = module;
  showModule(module, path);
}

async function showModule(module, path) {
  if (module === "") return forgetModule();
  const url = `/openapi.json?module=${encodeURIComponent(module)}`;
  say(`reading ${module} ...`);
  opened.openapi = await fetchJson(url);
  state.module = module;
  element("document").href = url;
  if (path?.startsWith("/restconf/ds/")) element("root").value = "/restconf/ds/";
  const isKnown = path !== undefined && opened.openapi.paths[path] !== undefined;
  state.path = isKnown ? path : undefined;
  showPaths();
  if (isKnown) showResource(path);
  else element("resource").replaceChildren();
}

function forgetModule() {
  opened.openapi = undefined;
  state.path = undefined;
  element("document").href = "/openapi.json";
  element("resource").replaceChildren();
  history.replaceState(null, "", "/openapi");
  showPaths();
}

/** The paths of the module, or the modules where none is chosen; of both those that have all words. */
function showPaths() {
  const words = element("find").value.toLowerCase().split(/\s+/);
  if (opened.openapi === undefined) return showModules(words);
  const isBelowDs = element("root").value === "/restconf/ds/";
  const found = Object.keys(opened.openapi.paths).filter(
    (path) =>
      path.startsWith("/restconf/ds/") === isBelowDs && words.every((word) => path.toLowerCase().includes(word)),
  );
  const more = found.length > MOST_PATHS ? `, the first ${MOST_PATHS} shown` : "";
  say(`${found.length} resources${more}`);
  element("paths").replaceChildren(...found.slice(0, MOST_PATHS).map(pathItem));
}

function showModules(words) {
  const found = state.modules.filter((name) => words.every((word) => name.toLowerCase().includes(word)));
  say(`${found.length} modules. Choose one.`);
  element("paths").replaceChildren(...found.map(moduleItem));
}

function moduleItem(module) {
  return item(module, () => {
    element("module").value = module;
    element("find").value = "";
    return showModule(module);
  });
}

function pathItem(path) {
  const entry = item(path.replace(/^\/restconf\//, ""), ({ currentTarget }) => {
    showResource(path);
    mark(currentTarget);
  });
  if (path === state.path) mark(entry.children[0]);
  return entry;
}

/** Marks the entry whose resource is shown. */
function mark(button) {
  if (state.marked !== undefined) state.marked.ariaCurrent = null;
  button.ariaCurrent = "true";
  state.marked = button;
}

function item(textContent, onClick) {
  const button = make("button", { type: "button", textContent });
  button.addEventListener("click", onClick);
  const entry = make("li");
  entry.append(button);
  return entry;
}

function showResource(path) {
  const resource = opened.openapi.paths[path];
  state.path = path;
  history.replaceState(null, "", `#${encodeURIComponent(`${state.module} ${path}`)}`);
  const inputs = (resource.parameters ?? []).map(resolve).map(parameterInput);
  const parts = METHODS.filter((method) => resource[method]).map((method) =>
    methodPart(path, method, resource[method], inputs),
  );
  const table = make("div", { className: "parameters" });
  for (const { label, input } of inputs) {
    table.append(label, input);
    input.addEventListener("input", () => {
      for (const part of parts) part.update();
    });
  }
  element("resource").replaceChildren(
    make("h2", { textContent: path }),
    make("p", { textContent: [resource.summary, resource.description].filter(Boolean).join(". ") }),
    table,
    ...parts.map(({ section }) => section),
  );
}

function parameterInput(parameter) {
  const { name, example, description = "" } = parameter;
  const input = make("input", { value: example ?? "", placeholder: name, title: description, ariaLabel: name });
  return { name, input, label: make("label", { textContent: name, title: description }) };
}

async function fetchJson(url) {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (response.ok) return response.json();
  say(`${url}: ${response.status}`);
  throw new Error(`${url}: ${response.status}`);
}

function say(text) {
  element("status").textContent = text;
}
