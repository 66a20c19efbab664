// The text read aloud by the browser's own voices, a sentence at a time. Where the browser has none
// there is nothing to see of it. Put after selecting.js and editing.js.

const listening = (() => {
  const speech = window.speechSynthesis;
  const SLOWEST = 0.8;
  const FASTEST = 1.6;
  const STEP = 0.1;
  const RATE = "pdfclean-rate"; // names in the browser's own storage
  const VOICE = "pdfclean-voice";

  let place = null; // the sentence that is being read
  let words = ""; // what it says
  let anchor = null; // [segment, unit, how far on]: where its paragraph begins, and it stands from there
  let paused = false;
  let turns = 0; // counts utterances: what an earlier one reports is dropped
  let wakes = () => {};

  const language = () => (props.value?.language || document.documentElement.lang || "en").toLowerCase();
  const spoken = (voice) => voice.lang.toLowerCase().replace("_", "-").split("-")[0];

  /** The voices of the text's language; all, if none is. */
  function voices() {
    const all = speech?.getVoices() || [];
    const own = all.filter((each) => spoken(each) === language().split("-")[0]);
    return own.length ? own : all;
  }

  // The bar -----------------------------------------------------------------------------------

  const bar = document.createElement("div");
  bar.className = "listen-bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", WORDS.listen);
  bar.hidden = true;
  const labelled = (label, node) => {
    const made = document.createElement("label");
    const name = document.createElement("span");
    name.textContent = label;
    made.append(name, node);
    return made;
  };
  const hold = passages.button(WORDS.pause, () => (paused ? goOn() : pause()));
  const rate = document.createElement("input");
  rate.type = "range";
  Object.assign(rate, { min: SLOWEST, max: FASTEST, step: STEP });
  rate.value = Number(kept.get(RATE)) || 1;
  const voice = document.createElement("select");
  bar.append(hold, passages.button(WORDS.stop, () => stop()), labelled(WORDS.speed, rate), labelled(WORDS.voice, voice));
  pane.after(bar);

  function offer() {
    const there = voices();
    document.querySelector("#main").classList.toggle("can-listen", there.length > 0);
    const last = kept.get(`${VOICE}-${language().split("-")[0]}`);
    voice.replaceChildren(
      ...there.map((each) => {
        const option = document.createElement("option");
        option.value = each.voiceURI;
        option.textContent = each.name;
        option.selected = last ? each.voiceURI === last : each.default;
        return option;
      }),
    );
    selecting.redraw();
  }

  // Reading -----------------------------------------------------------------------------------

  function light() {
    const there = place && passages.range(place);
    passages.light("pdfclean-heard", there ? [there] : []);
  }

  /** Say the sentence, then the one after it, and so on. */
  function speak() {
    const mine = (turns += 1);
    words = passages.said(place);
    anchor = from(place);
    speech.cancel();
    const one = new SpeechSynthesisUtterance(words.replace(/\s+/g, " "));
    const chosen = voices().find((each) => each.voiceURI === voice.value);
    if (chosen) one.voice = chosen;
    one.lang = chosen?.lang || language();
    one.rate = Number(rate.value);
    one.addEventListener("end", () => mine === turns && next(mine));
    one.addEventListener("error", ({ error }) => {
      if (mine !== turns || error === "interrupted" || error === "canceled") return;
      stop();
      say($(".live-announce"), WORDS.mute);
    });
    passages.show(place);
    light();
    paused = false;
    say(hold, WORDS.pause);
    bar.hidden = false;
    speech.speak(one);
  }

  async function next(mine) {
    const after = await selecting.beside(place, 1);
    if (mine !== turns) return;
    if (after) {
      place = after;
      speak();
      return;
    }
    // The end of what is there; while a run goes on, more will come.
    if (window.pdfclean.news.running) wakes = () => next(mine);
    else stop();
  }

  async function start(from) {
    const spot = from || selecting.place || selecting.seen();
    if (!spot) return;
    const sentence = await selecting.sentenceAt(spot.segment, spot.start ?? spot.at);
    if (!sentence) return;
    selecting.clear();
    place = sentence;
    speak();
  }

  function pause() {
    if (!place || paused) return;
    paused = true;
    speech.pause();
    say(hold, WORDS.goOn);
    // What was just heard is at hand, to be edited.
    selecting.select(place, { quiet: true });
  }

  function goOn() {
    if (!place) return;
    paused = false;
    say(hold, WORDS.pause);
    selecting.clear();
    if (passages.said(place) === words) speech.resume();
    else {
      speech.resume();
      speak();
    }
  }

  function stop({ select = true } = {}) {
    if (!place) return;
    const last = place;
    turns += 1;
    place = null;
    wakes = () => {};
    speech.resume(); // a paused queue would stay so for the next one
    speech.cancel();
    light();
    bar.hidden = true;
    if (select) selecting.select(last, { quiet: true });
  }

  /** Where a sentence's paragraph begins, and how many units the sentence is from there. */
  function from({ segment, start }) {
    const [first, begin] = editing.paragraph(place).first;
    let far = start - begin;
    for (let n = first; n < segment; n += 1) far += texts[n].length;
    return [first, begin, far];
  }

  /** The sentence that stands now where the one that is being read stood. */
  function again() {
    let [segment, at, far] = anchor;
    at += far;
    while (segment + 1 < texts.length && at >= texts[segment].length) {
      at -= texts[segment].length;
      segment += 1;
    }
    return selecting.sentenceAt(segment, at);
  }

  /** The text has changed: find the sentence again; if it was edited, what stands there now. */
  async function catchUp() {
    if (!place) return;
    const wake = wakes;
    wakes = () => {};
    if (passages.said(place) !== words) {
      const at = (texts[place.segment] || "").indexOf(words);
      const now = at < 0 ? await again() : { segment: place.segment, start: at, end: at + words.length };
      // With nothing left there, reading goes on after it.
      if (place) place = now || { ...place, end: place.start };
    }
    light();
    wake();
  }

  if (speech) {
    speech.addEventListener?.("voiceschanged", offer);
    rate.addEventListener("change", () => {
      kept.set(RATE, rate.value);
      if (place && !paused) speak();
    });
    voice.addEventListener("change", () => {
      kept.set(`${VOICE}-${language().split("-")[0]}`, voice.value);
      if (place && !paused) speak();
    });
    document.addEventListener("pdfclean:news", catchUp);
    document.addEventListener("pdfclean:cleared", () => {
      stop({ select: false });
      offer();
    });
    document.addEventListener("pdfclean:view", () => {
      if (document.querySelector("#main").dataset.view !== "text") stop();
    });
    document.addEventListener("visibilitychange", () => document.hidden && pause());
    window.addEventListener("pagehide", () => stop({ select: false }));
    window.pdfclean.atHand("listen", WORDS.listenHere, (detail) => start(passages.placed(detail.segment, detail.start, detail.end)), {
      key: "l",
      when: () => voices().length > 0,
    });
    offer();
  }

  window.pdfclean.listen = () => {
    if (!place) start();
    else if (paused) goOn();
    else pause();
  };
  return { stop };
})();
