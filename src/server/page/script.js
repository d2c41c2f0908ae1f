// Keeps the page current: when something has happened, it fetches the page again and changes
// what is different, and no form that the user is filling in. Everything works without it.
"use strict";
(() => {
  const PAUSE = 500; // ms between two updates, at least
  const RETRY = 2000; // ms until the next attempt to connect
  const PATIENCE = 1500; // ms of a lost connection before anybody is told
  const root = document.documentElement;
  const connection = document.getElementById("connection");
  const skew = Date.now() - Number(root.dataset.now);

  // Whether the user is filling in a form within an element, which is then left as it is.
  const isDirty = (field) =>
    field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
      : field.tagName === "SELECT" ? [...field.options].some((option) => option.selected !== option.defaultSelected && option.value !== "")
        : field.type !== "hidden" && field.value !== field.defaultValue;
  const isHeld = (element) => {
    if (!element.matches("[data-hold]")) return false;
    const active = document.activeElement;
    const isTypedIn = element.contains(active) && active.matches("input, select, textarea");
    const isOpen = [element, ...element.querySelectorAll("details[open]")].some(
      (one) => one.tagName === "DETAILS" && one.open && one.querySelector("form"));
    return isTypedIn || isOpen || [...element.querySelectorAll("input, select, textarea")].some(isDirty);
  };
  const markStale = (element) => {
    const note = element.querySelector(".stale");
    if (note) note.hidden = false;
  };
  const holdsSomething = (node) =>
    node.nodeType === Node.ELEMENT_NODE &&
    [node, ...node.querySelectorAll("[data-hold]")].some((one) => one.matches("[data-hold]") && isHeld(one));

  function update(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return;
    }
    if (old.isEqualNode(fresh)) return;
    if (isHeld(old)) {
      if (shown(old) !== shown(fresh)) markStale(old);
      return;
    }
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !(name === "open" && old.tagName === "DETAILS")) old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    updateChildren(old, fresh);
  }

  // What is held is stale only where it says something else: ages and open forms do not count.
  function shown(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("time[data-age], .stale").forEach((one) => one.remove());
    return copy.textContent.replace(/\s+/g, " ");
  }

  function updateChildren(old, fresh) {
    const kept = new Map();
    const wanted = new Set([...fresh.children].map((child) => child.id).filter(Boolean));
    for (const child of [...old.children]) {
      if (!child.id) continue;
      if (wanted.has(child.id)) kept.set(child.id, child);
      else if (holdsSomething(child)) child.querySelectorAll("[data-hold]").forEach(markStale), markStale(child);
      else child.remove();
    }
    const isLeft = (node) => node && node.id && !wanted.has(node.id);
    let at = old.firstChild;
    for (const child of [...fresh.childNodes]) {
      while (isLeft(at)) at = at.nextSibling;
      let match = child.id ? kept.get(child.id) : null;
      if (match && match.nodeName !== child.nodeName) { match.remove(); match = null; }
      if (!child.id && at && !at.id && at.nodeName === child.nodeName && !differs(at, child)) match = at;
      if (!match) {
        old.insertBefore(document.importNode(child, true), at);
        continue;
      }
      if (match === at) at = at.nextSibling;
      else old.insertBefore(match, at);
      update(match, child);
    }
    while (at) {
      const next = at.nextSibling;
      if (!isLeft(at) && !holdsSomething(at)) at.remove();
      at = next;
    }
  }

  // Two sections of a page are the same only if they have the same heading.
  function differs(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE || old.tagName !== "SECTION") return false;
    return old.getAttribute("aria-labelledby") !== fresh.getAttribute("aria-labelledby");
  }

  // Ages go on.
  function age(seconds) {
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
    if (seconds < 172800) return `${Math.floor(seconds / 3600)} h`;
    return `${Math.floor(seconds / 86400)} days`;
  }
  function tick() {
    const now = Date.now() - skew;
    for (const time of document.querySelectorAll("time[data-age]")) {
      const seconds = Math.max(0, Math.floor((now - Date.parse(time.dateTime)) / 1000));
      const text = age(seconds) + (time.dataset.age === "lasting" ? "" : " ago");
      if (time.textContent !== text) time.textContent = text;
    }
  }

  // What is told about the connection.
  let patience = null;
  function tell(text, link) {
    clearTimeout(patience);
    patience = null;
    if (connection.dataset.text === text) return;
    connection.dataset.text = text;
    connection.hidden = text === "";
    connection.textContent = text;
    if (link) {
      const a = document.createElement("a");
      a.href = link;
      a.textContent = "Log in";
      connection.append(" ", a);
    }
  }
  function lost() {
    patience ??= setTimeout(() => tell("The connection to the server is lost. This page may be out of date; it connects again by itself."), PATIENCE);
  }

  let isFetching = false;
  let isDue = false;
  let last = 0;
  let timer = null;
  function refresh() {
    isDue = true;
    if (isFetching || timer !== null) return;
    timer = setTimeout(fetchPage, Math.max(0, last + PAUSE - Date.now()));
  }
  async function fetchPage() {
    timer = null;
    isDue = false;
    isFetching = true;
    try {
      const response = await fetch(location.href.split("#")[0], { cache: "no-store" });
      if (response.redirected && new URL(response.url).pathname === "/login") {
        tell("You are logged out: the session has ended, or the server was started again.", "/login");
        return;
      }
      if (response.status >= 500) {
        lost();
        return;
      }
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      show(fresh);
      tell("");
    } catch {
      lost();
    } finally {
      last = Date.now();
      isFetching = false;
      if (isDue) refresh();
    }
  }
  function show(fresh) {
    // A page of another session has forms with another word.
    const word = fresh.querySelector("input[name=csrf]");
    if (word) {
      for (const field of document.querySelectorAll("input[name=csrf]")) {
        if (field.value !== word.value) field.setAttribute("value", word.value);
      }
    }
    for (const old of document.querySelectorAll("[data-live]")) {
      const now = fresh.getElementById(old.id);
      if (now) update(old, now);
    }
    if (document.title !== fresh.title) document.title = fresh.title;
    tick();
  }

  // Listens only while the page is visible: a browser has few connections to a server.
  let events = null;
  let retry = null;
  function listen() {
    clearTimeout(retry);
    if (events || document.hidden) return;
    events = new EventSource("/events");
    events.onopen = refresh;
    events.onmessage = refresh;
    events.onerror = () => {
      lost();
      // The browser does not try again after some errors, and waits long after others.
      stop();
      refresh();
      retry = setTimeout(listen, RETRY);
    };
  }
  function stop() {
    if (events) events.close();
    events = null;
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stop();
    else listen();
  });
  addEventListener("pagehide", stop);
  addEventListener("pageshow", listen);

  // Escape closes the halt panel.
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.activeElement?.closest("details.halt[open], details.act[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  setInterval(tick, 1000);
  listen();
})();
