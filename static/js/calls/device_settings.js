import { parts } from "../dom.js";
import { prepare } from "../components/dialog.js";
import { LevelBar } from "./level_bar.js";
import { Pickers } from "./pickers.js";
import { playTestTone } from "./test_tone.js";

/** The sheet in which microphone, camera and speaker are changed during the call. */
export class DeviceSettings {
  #dialog;
  #levelBar;

  /** `key` opens it. */
  constructor(dialog, { key, media, speaker, meter }) {
    this.#dialog = prepare(dialog);
    const { level, testTone } = parts(dialog);
    new Pickers(dialog, { media, speaker });
    this.#levelBar = new LevelBar(level, () => meter.level());
    testTone.addEventListener("click", () => this.#test(testTone, speaker));
    key.addEventListener("click", () => this.#open());
    dialog.addEventListener("close", () => this.#levelBar.stop());
  }

  #open() {
    this.#levelBar.start();
    this.#dialog.showModal();
  }

  async #test(button, speaker) {
    button.disabled = true;
    await playTestTone(speaker.sinkId);
    button.disabled = false;
  }
}
