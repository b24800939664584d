/** REST with the page's session cookie. Every refusal becomes an ApiError in the product's one error shape. */

import { _ } from "./i18n.js";

export class ApiError extends Error {
  /** `body`: {code, detail, fields?, retry_after?, …}; every key becomes a property. */
  constructor(status, body) {
    super(body.detail || body.code);
    Object.assign(this, body, { status });
  }
}

export const api = {
  get: (path) => request("GET", path),
  post: (path, body = {}) => request("POST", path, body),
  put: (path, body) => request("PUT", path, body),
  patch: (path, body) => request("PATCH", path, body),
  delete: (path) => request("DELETE", path),
};

async function request(method, path, body) {
  const response = await fetch(path, options(method, body)).catch(() => {
    throw new ApiError(0, { code: "offline", detail: _("There is no connection. Please try again in a moment.") });
  });
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return answer;
  throw new ApiError(response.status, answer ?? unexplained(response.status));
}

/**
 * POST a form with files, which fetch would send without telling how far it is. `progress` gets 0 to 1; `signal`
 * cancels it: the promise then rejects with an ApiError `cancelled`.
 */
export function upload(path, form, { progress = () => {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    const fail = (code, detail) => () => reject(new ApiError(0, { code, detail }));
    sending.open("POST", path);
    sending.responseType = "json";
    sending.setRequestHeader("Accept", "application/json");
    sending.setRequestHeader("X-CSRFToken", cookie("csrftoken"));
    sending.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
    sending.addEventListener("load", () => {
      if (sending.status < 300) resolve(sending.response);
      else reject(new ApiError(sending.status, sending.response ?? unexplained(sending.status)));
    });
    sending.addEventListener("error", fail("offline", _("There is no connection. Please try again in a moment.")));
    sending.addEventListener("abort", fail("cancelled", ""));
    signal?.addEventListener("abort", () => sending.abort());
    sending.send(form);
  });
}

function options(method, body) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = cookie("csrftoken");
  if (body !== undefined) headers["Content-Type"] = "application/json";
  return { method, headers, credentials: "same-origin", body: body === undefined ? undefined : JSON.stringify(body) };
}

function cookie(name) {
  const pair = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return pair ? decodeURIComponent(pair.slice(name.length + 1)) : "";
}

function unexplained(status) {
  return { code: `http_${status}`, detail: _("Something went wrong on our side. Please try again in a moment.") };
}
