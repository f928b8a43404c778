// Elements of the page.

export const element = (id) => document.getElementById(id);

export function make(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}
