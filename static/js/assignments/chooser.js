/** A choice that is taken at once. */

export function mount(form) {
  form.addEventListener("change", () => form.requestSubmit());
}
