/** The key below the list that leads to answers one has not read, wherever their threads are. */

import { api } from "../api.js";
import { fmt, ngettext } from "../i18n.js";
import { parts } from "../dom.js";

export class NewAnswers {
  #key;
  #label;
  #following;

  /** `open(conversationId, rootId)` shows a thread. */
  constructor(root, { following, open }) {
    const { "new-answers": key, "new-answers-label": label } = parts(root);
    this.#key = key;
    this.#label = label;
    this.#following = following;
    following.addEventListener("change", () => this.#draw());
    key.addEventListener("click", () => this.#next(open));
  }

  #draw() {
    const { total } = this.#following;
    this.#key.hidden = total === 0;
    this.#label.textContent = fmt(ngettext("%(n)d new reply in threads", "%(n)d new replies in threads", total), { n: total });
  }

  async #next(open) {
    const id = this.#following.first;
    const root = id && (await api.get(`/api/v1/messenger/messages/${id}`).catch(() => null));
    if (root) open(root.conversation_id, id);
  }
}
