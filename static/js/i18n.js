/** Texts in the person's language: English is written in the code, the page brings the catalogue. */

import { json } from "./dom.js";

const catalog = json("catalog")?.catalog ?? {};

/** The translation of an English text. */
export function _(text) {
  const found = catalog[text];
  return (Array.isArray(found) ? found[0] : found) || text;
}

/** The right plural form: one for Korean, two for English. */
export function ngettext(one, many, count) {
  const forms = catalog[one];
  if (!Array.isArray(forms)) return count === 1 ? one : many;
  return forms[Math.min(count === 1 ? 0 : 1, forms.length - 1)];
}

/** Fill `%(name)s`. Values are wrapped in direction isolates, so that a name cannot turn a sentence around. */
export function fmt(text, values) {
  return text.replace(/%\((\w+)\)[sd]/g, (_whole, name) => {
    const value = values[name];
    return typeof value === "number" ? String(value) : `\u2068${value}\u2069`;
  });
}
