// What this browser remembers of what was chosen, by name. One that keeps nothing, or nothing from
// us, remembers nothing: what was chosen holds for the visit. Put before the files that use it.

const kept = {
  /** The text under a name; null if there is none. */
  get(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  set(name, text) {
    try {
      localStorage.setItem(name, text);
    } catch {
      // See above.
    }
  },
  /** The value under a name that holds JSON; null if there is none that can be read. */
  read(name) {
    try {
      return JSON.parse(this.get(name));
    } catch {
      return null;
    }
  },
};
