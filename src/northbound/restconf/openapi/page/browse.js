// Browses the OpenAPI document module by module and writes curl lines to copy.

const MOST_PATHS = 500;
const METHODS = ["get", "put", "patch", "post", "delete"];
const JSON_TYPE = "application/yang-data+json";

const element = (id) => document.getElementById(id);
const state = { openapi: undefined, path: undefined };

start();

async function start() {
  const { modules } = await fetchJson("/openapi/modules.json");
  element("modules").replaceChildren(...modules.map(({ name }) => make("option", { value: name })));
  element("module").addEventListener("change", () => showModule(element("module").value.trim()));
  for (const id of ["find", "root"]) element(id).addEventListener("input", showPaths);
  window.addEventListener("hashchange", followHash);
  say(`${modules.length} modules. Choose one.`);
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
  if (module === "") return;
  const url = `/openapi.json?module=${encodeURIComponent(module)}`;
  say(`reading ${module} ...`);
  state.openapi = await fetchJson(url);
  state.module = module;
  element("document").href = url;
  if (path?.startsWith("/restconf/ds/")) element("root").value = "/restconf/ds/";
  showPaths();
  if (path !== undefined && state.openapi.paths[path]) showResource(path);
  else element("resource").replaceChildren();
}

function showPaths() {
  if (state.openapi === undefined) return;
  const words = element("find").value.toLowerCase().split(/\s+/);
  const isBelowDs = element("root").value === "/restconf/ds/";
  const found = Object.keys(state.openapi.paths).filter(
    (path) =>
      path.startsWith("/restconf/ds/") === isBelowDs && words.every((word) => path.toLowerCase().includes(word)),
  );
  const more = found.length > MOST_PATHS ? `, the first ${MOST_PATHS} shown` : "";
  say(`${found.length} resources${more}`);
  element("paths").replaceChildren(...found.slice(0, MOST_PATHS).map(pathItem));
}

function pathItem(path) {
  const button = make("button", { type: "button", textContent: path.replace(/^\/restconf\//, "") });
  button.addEventListener("click", () => showResource(path));
  const item = make("li");
  item.append(button);
  return item;
}

function showResource(path) {
  const resource = state.openapi.paths[path];
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

function methodPart(path, method, operation, inputs) {
  const line = make("pre");
  const copy = make("button", { type: "button", textContent: "Copy" });
  copy.addEventListener("click", () => navigator.clipboard.writeText(line.textContent));
  const title = make("h3", { textContent: `${method.toUpperCase()} ` });
  title.append(copy);
  const section = make("section");
  section.append(title, make("p", { textContent: operation.description ?? "" }), line);
  const parameters = (operation.parameters ?? []).map(resolve).filter((parameter) => parameter.in === "query");
  if (parameters.length > 0) {
    section.append(make("p", { textContent: `Query parameters: ${parameters.map(({ name }) => name).join(", ")}` }));
  }
  const schema = schemaOf(operation);
  if (schema !== undefined) {
    const details = make("details");
    details.append(
      make("summary", { textContent: "Schema" }),
      make("pre", { textContent: JSON.stringify(expand(schema, 3), null, 2) }),
    );
    section.append(details);
  }
  const update = () => {
    line.textContent = curlLine(path, method, operation, inputs);
  };
  update();
  return { section, update };
}

function schemaOf(operation) {
  return (operation.requestBody ?? operation.responses["200"])?.content?.[JSON_TYPE]?.schema;
}

function curlLine(path, method, operation, inputs) {
  const values = new Map(inputs.map(({ name, input }) => [name, input.value]));
  const filled = path.replace(/\{([^}]+)\}/g, (_all, name) => encodeURIComponent(values.get(name) || name));
  const words = ["curl --cacert ca.crt --cert admin.crt --key admin.key"];
  if (method !== "get") words.push(`-X ${method.toUpperCase()}`);
  const body = operation.requestBody?.content?.[JSON_TYPE];
  if (body !== undefined) {
    const sent = withKeys(body.example ?? exampleOf(body.schema), path, values);
    words.push(`-H 'Content-Type: ${JSON_TYPE}'`, `-d ${quoted(JSON.stringify(sent))}`);
  }
  words.push(quoted(`${location.origin}${filled}`));
  return words.join(" \\\n  ");
}

/** The keys of an entry are those of the path. */
function withKeys(example, path, values) {
  const names = [...(/=([^/]+)$/.exec(path)?.[1] ?? "").matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
  const copy = structuredClone(example);
  const entry = Object.values(copy ?? {})[0]?.[0];
  if (typeof entry !== "object" || entry === null) return copy;
  for (const name of names) {
    const key = Object.keys(entry).find((member) => name.replace(/\.\d+$/, "").endsWith(`-${member}`));
    if (key !== undefined && typeof entry[key] === "string") entry[key] = values.get(name) || entry[key];
  }
  return copy;
}

function exampleOf(schema) {
  const name = Object.keys(schema?.properties ?? {})[0];
  return name === undefined ? {} : { [name]: {} };
}

/** References written out, so many levels deep. */
function expand(schema, levels) {
  if (typeof schema !== "object" || schema === null) return schema;
  if (schema.$ref !== undefined && levels > 0) {
    const { $ref, ...others } = schema;
    return expand({ ...resolve({ $ref }), ...others }, levels - 1);
  }
  if (Array.isArray(schema)) return schema.map((item) => expand(item, levels));
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, expand(value, levels)]));
}

function resolve(item) {
  if (item.$ref === undefined) return item;
  return item.$ref
    .slice(2)
    .split("/")
    .reduce((at, name) => at[name], state.openapi);
}

/** For a POSIX shell. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
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

function make(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}
