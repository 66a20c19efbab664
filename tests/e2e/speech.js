// A browser's own speech as the Web Speech API has it, for browsers without voices. An utterance is
// over when the test says so: window.said lists what was begun, finish() ends the one that is heard.
(() => {
  class Utterance extends EventTarget {
    constructor(text) {
      super();
      Object.assign(this, { text, lang: "", voice: null, rate: 1, pitch: 1, volume: 1 });
    }
  }

  class Speech extends EventTarget {
    #queue = [];
    #voices = [];
    paused = false;

    get speaking() {
      return this.#queue.length > 0;
    }

    get pending() {
      return this.#queue.length > 1;
    }

    getVoices() {
      return [...this.#voices];
    }

    speak(utterance) {
      this.#queue.push(utterance);
      if (this.#queue.length === 1) this.#begin();
    }

    cancel() {
      const [heard, ...waiting] = this.#queue;
      this.#queue = [];
      // Reported later, as browsers do.
      if (heard) setTimeout(() => this.#report(heard, "error", "interrupted"));
      for (const each of waiting) setTimeout(() => this.#report(each, "error", "canceled"));
    }

    pause() {
      this.paused = true;
    }

    resume() {
      this.paused = false;
      if (this.#queue.length && !this.#queue[0].begun) this.#begin();
    }

    /** The voices come after the page, as in Chrome. */
    come(voices) {
      this.#voices = voices;
      this.dispatchEvent(new Event("voiceschanged"));
    }

    finish() {
      const heard = this.#queue.shift();
      this.#report(heard, "end");
      if (this.#queue.length) this.#begin();
    }

    #begin() {
      if (this.paused) return;
      const [heard] = this.#queue;
      heard.begun = true;
      window.said.push([heard.text, heard.voice?.name, heard.lang, heard.rate]);
      this.#report(heard, "start");
    }

    #report(utterance, kind, error) {
      utterance.dispatchEvent(Object.assign(new Event(kind), { utterance, error }));
    }
  }

  const speech = new Speech();
  window.said = [];
  Object.defineProperty(window, "speechSynthesis", { value: speech, configurable: true });
  window.SpeechSynthesisUtterance = Utterance;
})();
