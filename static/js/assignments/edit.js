/** Setting an assignment: files, preview, for whom, until when; the rubric has its own file. */

import { $, $$, json, parts } from "../dom.js";
import { _ } from "../i18n.js";
import { Tray } from "../components/upload_tray.js";
import { Upload } from "../components/upload.js";
import { toast } from "../components/toast.js";
import { Rubric } from "./rubric.js";

export function mount(form) {
  const its = parts(form);
  const uploads = json("files").map((shape) => Upload.known(shape));
  const tray = new Tray(form, { uploads, signal: new AbortController().signal });
  tray.open(true);
  const rubric = new Rubric(form, its);
  wirePreview(form, its);
  wireChoices(form, its);
  wireLeaving(form, its, { tray, uploads, rubric });
}

/** Written and drawn are two tabs; arrows change them. */
function wirePreview(form, { tabs, preview, input }) {
  const both = $$("[role=tab]", tabs);
  const show = (tab) => {
    for (const one of both) {
      one.setAttribute("aria-selected", String(one === tab));
      one.tabIndex = one === tab ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = one !== tab;
    }
    tab.focus();
    if (tab === both[1]) draw(form, preview, input.value);
  };
  for (const tab of both) tab.addEventListener("click", () => show(tab));
  tabs.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowRight" || key === "ArrowLeft") show(both[1 - both.indexOf(document.activeElement)] ?? both[0]);
  });
}

async function draw(form, preview, text) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("text", text);
  const response = await fetch(form.dataset.preview, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return void (preview.textContent = _("There is no connection. Please try again in a moment."));
  const drawn = new DOMParser().parseFromString(await response.text(), "text/html"); // made harmless by the server
  preview.replaceChildren(...drawn.body.childNodes);
}

function wireChoices(form, its) {
  form.addEventListener("change", ({ target }) => {
    if (target.name === "for_whom") its.students.hidden = target.value !== "chosen";
    if (target.name === "late_policy") its["cut-off"].hidden = target.value === "refuse";
    if (target === its.class) loadStudents(form, its);
  });
}

async function loadStudents(form, { class: chosen, students }) {
  const asked = chosen.value;
  const response = await fetch(`${form.dataset.students}?class=${asked}`, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return void toast(_("There is no connection. Please try again in a moment."), { kind: "error" });
  const drawn = new DOMParser().parseFromString(await response.text(), "text/html");
  if (asked === chosen.value) students.replaceChildren(...drawn.body.childNodes);
}

/** What was typed is not lost by a slip; what is on its way is waited for. */
function wireLeaving(form, { attachments, rubric: field }, { tray, uploads, rubric }) {
  let dirty = false;
  form.addEventListener("input", () => (dirty = true));
  addEventListener("beforeunload", (event) => dirty && event.preventDefault());
  form.addEventListener("submit", (event) => {
    if (!tray.ready) {
      event.preventDefault();
      return void toast(tray.busy ? _("A file is still on its way.") : _("A file was not uploaded. Try again or remove it."), { kind: "error" });
    }
    attachments.value = JSON.stringify(uploads.map((one) => one.shape.id));
    field.value = JSON.stringify(rubric.value);
    dirty = false;
  });
  $("[aria-invalid=true]", form)?.focus();
}
